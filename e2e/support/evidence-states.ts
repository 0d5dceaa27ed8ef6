import type { PersonRole } from "#lib/access/roles.ts";
import { newId } from "#lib/kernel/id.ts";
import type { TestPerson } from "./people.ts";
import type { Open, Stage } from "./stage.ts";

type Become = (stage: Stage, role: PersonRole) => Promise<TestPerson>;

const page = "/console/evidence";
const today = () => new Date().toISOString().slice(0, 10);

export const evidenceStates = (become: Become): Readonly<Record<string, Open>> => ({
  "evidence, before anything is chosen": async (stage) => {
    await become(stage, "compliance");
    await stage.page.goto(page);
  },
  "evidence about a period, once somebody has confirmed who they are": async (stage) => {
    await become(stage, "compliance");
    await stage.page.goto(`${page}?from=${today()}&to=${today()}&confirmed=1`);
  },
  "evidence about an investor of whom the log has nothing": async (stage) => {
    const { personId } = await stage.newPerson({
      role: "investor",
      tenantId: (await become(stage, "compliance")).tenantId,
    });
    await stage.page.goto(`${page}?investor=${personId}`);
  },
  "evidence about a consent that does not exist": async (stage) => {
    await become(stage, "compliance");
    await stage.page.goto(`${page}?consent=${newId("con")}`);
  },
  "evidence about what is not understood": async (stage) => {
    await become(stage, "compliance");
    await stage.page.goto(`${page}?id=nothing`);
  },
});
