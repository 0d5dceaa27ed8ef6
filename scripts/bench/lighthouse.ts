import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { root, startStack } from "../runtime/stack.ts";
import { throwAwayDirectory } from "../runtime/state-directory.ts";
import { StopSentence } from "../runtime/stop-sentence.ts";
import { findChromium } from "../testing/chromium.ts";
import { type EmptyPage, measureEmptyPage } from "./lighthouse/empty-page.ts";
import { investorInTheMiddle, type LookedAt } from "./lighthouse/investor.ts";
import { fetchLighthouse, look, type Seen } from "./lighthouse/program.ts";
import { weightOf } from "./lighthouse/script-weight.ts";

const mostKilobytes = 30;
const mostOnCredentialPage = 45;
const mostLcpMs = 1_200;

interface Page {
  readonly path: string;
  readonly isPublic?: true;
  readonly most?: number;
}

const pagesOf = ({ askedFor, shown, given }: LookedAt): readonly Page[] => [
  { path: "/sign-in", isPublic: true },
  { path: `/consents/${askedFor}/answer` },
  { path: `/consents/${askedFor}/answer/choose` },
  { path: `/consents/${shown.consentId}/agree?shown=${shown.presentationId}` },
  { path: "/bank-access/add" },
  { path: "/bank-access/add/sandbox-retail", most: mostOnCredentialPage },
  { path: "/consents" },
  { path: `/consents/${given}` },
  { path: "/home" },
];

/** The pages of the journey as a phone on a slow line has them, of the production build. */
export default async function benchLighthouse(): Promise<void> {
  fetchLighthouse();
  const chromium = await findChromium(root);
  const directory = await throwAwayDirectory(join(root, ".data", "test"), "bench");
  try {
    const empty = await measureEmptyPage({ directory: directory.path, chromium });
    console.log(
      `an empty page of this framework: ${toldOf(empty.seen)}, script ${empty.script.toFixed(1)} kB`,
    );
    const stack = await startStack({ directory: directory.path, durable: false, demo: true, log: () => {} });
    const ca = readFileSync(stack.environment.LICET_DATABASE_CA ?? "", "utf8");
    const sql = postgres(stack.superuserUrl, { ssl: { ca }, max: 1, onnotice: () => {} });
    try {
      const looked = await investorInTheMiddle(stack, sql);
      for (const page of pagesOf(looked)) {
        const cookie = page.isPublic ? null : looked.cookie;
        const seen = await look(stack.origin + page.path, {
          cookie,
          chromium,
          directory: directory.path,
        }).catch(explained);
        console.log(`${nameOf(page)}: ${typeof seen === "string" ? seen : await told(seen, page, empty)}`);
      }
    } finally {
      await sql.end({ timeout: 5 });
      await stack.stop();
    }
  } finally {
    directory.remove();
  }
  console.log(
    `to reach: 100 each, LCP ${mostLcpMs} ms, ${mostKilobytes} kB beyond the empty page (${mostOnCredentialPage} where access is entered)`,
  );
}

const toldOf = ({ scores, lcpMs, blockedMs }: Seen): string =>
  `performance ${scores.performance}, accessibility ${scores.accessibility}, best practices ${scores["best-practices"]}, ` +
  `LCP ${lcpMs.slowed.toFixed(0)} ms on a slowed line (${lcpMs.computed.toFixed(0)} computed), blocked ${blockedMs.toFixed(0)} ms`;

const nameOf = ({ path }: Page): string => path.replace(/(con|cpr)_[0-9a-f-]+/g, "<$1>");

async function told(seen: Seen, { most = mostKilobytes }: Page, empty: EmptyPage) {
  const { lcpMs, scripts, lacking } = seen;
  const weight = await weightOf(scripts);
  const beyond = weight - empty.script;
  const misses = [
    ...(lcpMs.slowed > mostLcpMs ? ["LCP"] : []),
    ...(lcpMs.computed > mostLcpMs ? ["LCP as computed"] : []),
    ...(beyond > most ? ["script"] : []),
    ...lacking,
  ];
  return (
    `${toldOf(seen)}, script ${weight.toFixed(1)} kB (${beyond.toFixed(1)} beyond)` +
    (misses.length > 0 ? `; lacking: ${misses.join(", ")}` : "")
  );
}

function explained(cause: unknown): string {
  if (cause instanceof StopSentence) return cause.message;
  throw cause;
}
