import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { errorCatalogue } from "#lib/kernel/errors.ts";
import { type AttributeKey, keepingTo } from "./attributes.ts";
import { type Metric, metrics } from "./metrics.ts";

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const text = (path: string) => readFileSync(join(root, path), "utf8");
const { groups } = parse(text("docs/alerts/licet.rules.yaml")) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

const ofTheServer: Readonly<Record<string, readonly string[]>> = { up: [] };
/** Prometheus adds these to whatever it reads. */
const added = ["job", "instance", "le"];

const code = readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.includes(".test."))
  .map((path) => text(join("lib", path)))
  .join("\n");

const attributesOf = (name: string): readonly string[] | undefined => {
  const base = name.replace(/_(count|sum|bucket)$/, "");
  const metric: Metric | undefined = Object.entries<Metric>(metrics).find(
    ([one]) => one === name || one === base,
  )?.[1];
  const isPart = name !== base && !Object.hasOwn(metrics, name);
  if (isPart && metric?.kind !== "histogram") return undefined;
  return metric?.attributes ?? ofTheServer[name];
};

/** What is wrong with one rule, a sentence for each. */
function faultsOf({ alert, expr, labels, annotations }: Rule): readonly string[] {
  const faults: string[] = [];
  if (!["page", "ticket"].includes(labels.severity)) faults.push(`${alert} has no severity`);
  const selectors = [...expr.matchAll(/\b(up|licet_[a-z_]+)\b(?:\{([^}]*)\})?/g)];
  if (selectors.length === 0) faults.push(`${alert} looks at nothing`);
  for (const [, name = "", matchers = ""] of selectors) {
    const attributes = attributesOf(name);
    if (!attributes) {
      faults.push(`${alert}: there is no ${name}`);
      continue;
    }
    for (const [, key = "", operator = "", value = ""] of matchers.matchAll(
      /(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g,
    )) {
      if (![...attributes, ...added].includes(key)) faults.push(`${alert}: ${name} has no ${key}`);
      else if (attributes.includes(key) && operator !== "!~")
        faults.push(...unknownValues(alert, key, value));
    }
  }
  for (const [, keys = ""] of expr.matchAll(/\bby \(([^)]*)\)/g)) {
    const may = selectors.flatMap(([, name = ""]) => attributesOf(name) ?? []);
    for (const key of keys.split(",").map((one) => one.trim()))
      if (![...may, ...added].includes(key)) faults.push(`${alert} groups by ${key}, which nothing has`);
  }
  for (const [, key = ""] of annotations.summary.matchAll(/\$labels\.(\w+)/g))
    if (!new RegExp(`by \\([^)]*\\b${key}\\b`).test(expr) && !expr.startsWith("up"))
      faults.push(`${alert} says ${key}, which is gone`);
  return faults;
}

const known = { route: () => true, job_kind: isInCode, institution: () => true };
const keep = keepingTo(known, () => {});

function isInCode(value: string): boolean {
  return code.includes(`"${value}"`);
}

function unknownValues(alert: string, key: string, value: string): readonly string[] {
  return value
    .split("|")
    .map((one) => one.replace("5..", "500"))
    .filter((one) => {
      const isListed = keep({ [key]: one }, [key as AttributeKey])[key as AttributeKey] === one;
      return (
        !isListed ||
        (key === "event" && !isInCode(one)) ||
        (key === "code" && !Object.hasOwn(errorCatalogue, one))
      );
    })
    .map((one) => `${alert}: ${key} is never ${one}`);
}

describe("the alert rules", () => {
  test("are some, each under a name of its own", () => {
    expect(rules.length).toBeGreaterThan(20);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  test.each(rules.map((rule) => [rule.alert, rule] as const))(
    "%s names what exists, and its runbook",
    (_, rule) => {
      expect(faultsOf(rule)).toEqual([]);
      const runbook = text(rule.annotations.runbook);
      expect(runbook).toMatch(/^# .+\n\n\*\*Symptom\.\*\*/);
      // Some say in a table's column what to do in which case.
      expect(runbook).toMatch(/\*\*Act|\| act \||\| what \|\n/);
      expect(runbook).toContain("**Undo.**");
    },
  );

  test("that name what does not exist are found", () => {
    const rule = rules.find(({ alert }) => alert === "LicetJobsFailed") as Rule;
    const about = (expr: string) => faultsOf({ ...rule, expr });
    expect(about("sum(licet_nothing) > 0")).toEqual([`${rule.alert}: there is no licet_nothing`]);
    expect(about("licet_audit_entries_bucket > 0")[0]).toContain("there is no");
    expect(about('licet_acts_total{colour="red"} > 0')[0]).toContain("has no colour");
    expect(about('licet_kms_call_seconds_count{outcome="tired"} > 0')[0]).toContain("is never tired");
    expect(about('licet_log_lines_total{event="audit.tired"} > 0')[0]).toContain("is never audit.tired");
    expect(about('licet_job_seconds_count{job_kind="rates.sing"} > 0')[0]).toContain("is never rates.sing");
    expect(about("sum by (colour) (licet_acts_total) > 0")[0]).toContain("groups by colour");
  });

  test("and the pages that name one leave no runbook that nobody would find", () => {
    const named = new Set(rules.map(({ annotations }) => annotations.runbook.replace("docs/runbooks/", "")));
    const pages = ["operations.md", "audit-log.md", "institutions.md", "kms.md"]
      .map((page) => text(`docs/${page}`))
      .join();
    const lost = readdirSync(join(root, "docs/runbooks")).filter(
      (file) => !named.has(file) && !pages.includes(file),
    );
    expect(lost).toEqual([]);
  });
});
