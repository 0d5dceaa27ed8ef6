import { expect, type Locator, type Page } from "@playwright/test";

import { stack } from "./stack.ts";

/** How the person confirms at the bank, by the beginning of the user name. */
export type Way =
  | "sms"
  | "call"
  | "mail"
  | "totp"
  | "chip"
  | "phototan"
  | "qrcode"
  | "push"
  | "fingerprint"
  | "face"
  | "callback";

/**
 * What a person does with the phone beside the screen: reads the code that is then typed, or approves there, which is
 * `null`. `screen` is the page that asks.
 */
export async function takeUpPhone(screen: Page, userName: string, way: Way): Promise<string | null> {
  const phone = await screen.context().newPage();
  try {
    await phone.goto(`${stack.phoneOrigin}/phones/${encodeURIComponent(userName)}`);
    return await ways[way](phone, screen);
  } finally {
    await phone.close();
  }
}

type Act = (phone: Page, screen: Page) => Promise<string | null>;

/** The phone's page does not renew itself, and the bank is asked by the worker: it is opened until something is there. */
async function arrival(phone: Page, place: Locator): Promise<Locator> {
  await expect(async () => {
    if (!(await place.isVisible())) await phone.goto(phone.url());
    await expect(place).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  return place;
}

const codeIn = async (phone: Page, within: string, pattern: RegExp): Promise<string> => {
  // The newest stands first.
  const place = await arrival(phone, phone.locator(within).filter({ hasText: pattern }).first());
  const code = pattern.exec((await place.textContent()) ?? "")?.[1] ?? "";
  return code.replaceAll(/[\s,]/g, "");
};
const shown: Act = async (phone) => ((await phone.locator(".code").first().textContent()) ?? "").trim();

/** Presses it and sees that the phone has taken it: a page that is closed while it is being left may hang. */
async function press(phone: Page, name: string | RegExp): Promise<null> {
  const button = await arrival(phone, phone.locator("#waiting").getByRole("button", { name }).first());
  await button.click();
  await expect(button).toHaveCount(0);
  await phone.waitForLoadState();
  return null;
}

const approve: Act = (phone) => press(phone, /^Approve/);

const scan: Act = async (phone, screen) => {
  const source = (await screen.locator("main img[src*='/confirm/image']").getAttribute("src")) ?? "";
  const picture = await screen.request.get(source);
  expect(picture.headers()["cache-control"]).toContain("no-store");
  const file = { name: "picture.png", mimeType: "image/png", buffer: await picture.body() };
  await phone.locator("#picture").setInputFiles(file);
  await phone.getByRole("button", { name: "Scan", exact: true }).click();
  return shown(phone, screen);
};

const ways: Readonly<Record<Way, Act>> = {
  sms: (phone) => codeIn(phone, "#messages article", /code is (\d{6})/),
  call: async (phone) => {
    await press(phone, "Pick up");
    return codeIn(phone, "#waiting article", /code is ((?:\d, ){5}\d)/);
  },
  mail: async (phone) => {
    await phone.locator(".bar a").click();
    return codeIn(phone, "#mails li", /code is ([A-Za-z0-9]{8})/);
  },
  totp: shown,
  chip: async (phone, screen) => {
    const start = await screen.locator("main li.select-all").first().textContent();
    await phone.getByLabel("Start number").fill(start ?? "");
    await phone.getByRole("button", { name: "Show the code" }).click();
    return shown(phone, screen);
  },
  phototan: scan,
  qrcode: scan,
  push: approve,
  fingerprint: approve,
  face: approve,
  callback: async (phone) => {
    await press(phone, "Pick up");
    return press(phone, "Press 1");
  },
};
