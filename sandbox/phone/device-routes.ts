import { jsonAnswer, seeOther } from "../http/answer.ts";
import { type Call, type Route, route } from "../http/routes.ts";
import type { Inbox } from "../mail/inbox.ts";
import { deviceScreen, phoneGoneScreen, type Shown, type ShownToken } from "./device-screens.ts";
import { answerOfToken, authenticatorCodes, type Phone, type Phones, tokensOf } from "./devices.ts";
import { phonePage, phonePath } from "./page.ts";
import type { Scan } from "./picture.ts";

const longestStartNumber = 16;
const nothingShown: Shown = { scan: null, tokenAnswers: [] };

/** Each person's phone: what is on it, and what the person does with it. The same as JSON for tests. */
export function deviceRoutes(inbox: Inbox, phones: Phones): Route[] {
  const screen = (phone: Phone, shown: Shown): Response =>
    phonePage({
      title: phone.name,
      mailboxes: inbox.mailboxes(),
      phones: phones.all(),
      place: { kind: "phone", of: phone.of },
      isReading: false,
      screen: deviceScreen(phone, phones.now(), shown),
    });
  const gone = (): Response =>
    phonePage(
      {
        title: "No such phone",
        mailboxes: inbox.mailboxes(),
        phones: phones.all(),
        place: { kind: "mail", to: null },
        isReading: true,
        screen: phoneGoneScreen(),
      },
      404,
    );
  const held = (path: string, method: Route["method"], answer: (phone: Phone, call: Call) => Answer): Route =>
    route(method, `/phones/:of${path}`, async (call) => {
      const phone = phones.find(decodeURIComponent(call.path.of ?? ""));
      return phone ? answer(phone, call) : gone();
    });

  return [
    held("", "GET", (phone, { url }) =>
      screen(phone, { scan: null, tokenAnswers: tokenAnswers(phone, url.searchParams.get("start")) }),
    ),
    held("/calls/:id", "POST", async (phone, call) => {
      phones.pickUp(phone.of, call.path.id ?? "", (await actOf(call)) === "take");
      return seeOther(phonePath(phone.of));
    }),
    held("/requests/:id", "POST", async (phone, call) => {
      phones.decide(phone.of, call.path.id ?? "", (await actOf(call)) === "approve");
      return seeOther(phonePath(phone.of));
    }),
    held("/pictures/:id", "POST", (phone, { path }) => {
      const picture = phone.pictures.find(({ id }) => id === path.id);
      const scan: Scan = picture ? phones.scan(phone.of, picture.png) : { kind: "nothing" };
      return screen(phone, { ...nothingShown, scan });
    }),
    held("/scan", "POST", async (phone, { request }) => {
      const form = await request.formData().catch(() => null);
      const file = form?.get("picture");
      const bytes = file instanceof File ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0);
      return screen(phone, { ...nothingShown, scan: phones.scan(phone.of, bytes) });
    }),
    ...jsonRoutes(phones),
  ];
}

type Answer = Response | Promise<Response>;

const actOf = async ({ request }: Call): Promise<string | null> =>
  new URLSearchParams(await request.text()).get("act");

/** A number is typed into every token that the person has; each bank knows its own. */
function tokenAnswers(phone: Phone, start: string | null): readonly ShownToken[] {
  if (start === null || start.length > longestStartNumber) return [];
  return tokensOf(phone).map((token) => ({ from: token.from, code: answerOfToken(token, start) }));
}

function jsonRoutes(phones: Phones): Route[] {
  const held = (
    path: string,
    method: Route["method"],
    answer: (phone: Phone, call: Call) => object | null | Promise<object | null>,
  ) =>
    route(method, `/api/phones/:of${path}`, async (call) => {
      const phone = phones.find(decodeURIComponent(call.path.of ?? ""));
      const found = phone ? await answer(phone, call) : null;
      return found ? jsonAnswer(found) : jsonAnswer({ error: "not_found" }, 404);
    });
  return [
    route("GET", "/api/phones", () => jsonAnswer(phones.all().map(({ of, name }) => ({ of, name })))),
    held("", "GET", (phone) => toJson(phone, phones.now())),
    held("/token", "GET", (phone, { url }) => {
      const shown = tokenAnswers(phone, url.searchParams.get("start"));
      const of = url.searchParams.get("from");
      const wanted = shown.find(({ from }) => of === null || from === of);
      return wanted ? { code: wanted.code } : null;
    }),
    held("/scan", "POST", async (phone, { request }) =>
      phones.scan(phone.of, Buffer.from(await request.arrayBuffer())),
    ),
  ];
}

/** What a person would see: a call says nothing before it is picked up. */
const toJson = (phone: Phone, now: number): object => ({
  of: phone.of,
  name: phone.name,
  number: phone.number,
  mail: phone.mail,
  messages: phone.messages,
  calls: phone.calls.map(({ spoken, ...call }) => (call.state === "answered" ? { ...call, spoken } : call)),
  requests: phone.requests,
  authenticator: authenticatorCodes(phone, now),
  pictures: phone.pictures.map(({ id, from, shownAt, png }) => ({
    id,
    from,
    shownAt,
    png: png.toString("base64"),
  })),
});
