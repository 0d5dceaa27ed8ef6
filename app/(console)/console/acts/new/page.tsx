import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { PreviewScreen } from "#components/oversight/preview-screen.tsx";
import { StartScreen } from "#components/oversight/start-screen.tsx";
import { AppError } from "#lib/kernel/errors.ts";
import { type ActAsked, addressOf, parseAsked } from "#lib/oversight/asked.ts";
import { previewAct } from "#lib/oversight/preview-act.ts";
import { readStart } from "#lib/oversight/read-start.ts";
import type { ActPreviewView } from "#lib/oversight/view.ts";
import { errorTitle } from "#lib/server/action.ts";
import { bankNames } from "#lib/server/institutions.ts";
import { enterPage, orStepUp, type PageOf, type Query, queryText } from "#lib/server/page.ts";
import { proposeActAction } from "../actions.ts";

const path = "/console/acts/new";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("oversight"))("begin") };
}

export default async function NewActPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", path);
  const asked = parseAsked(await searchParams);
  const found = asked ? await tryPreview(ctx, asked) : null;
  const banks = bankNames();
  return (
    <ConsoleFrame viewer={viewer} current="/console/acts" locale={locale}>
      {found && !(found instanceof AppError) ? (
        <PreviewScreen
          preview={found}
          banks={banks}
          propose={proposeActAction}
          isChanged={(await queryText(searchParams, "changed")) === "yes"}
        />
      ) : (
        <StartScreen
          advisors={await orStepUp(ctx, path, () => readStart(ctx))}
          banks={Object.entries(banks).map(([id, name]) => ({ id, name }))}
          problem={
            found
              ? errorTitle(locale, found.code)
              : asked === undefined
                ? (await getTranslations("oversight"))("start.unread")
                : null
          }
        />
      )}
    </ConsoleFrame>
  );
}

/** What would happen, or why it cannot be shown: said where something else can be asked for. */
async function tryPreview(ctx: PageOf["ctx"], asked: ActAsked): Promise<ActPreviewView | AppError> {
  try {
    return await orStepUp(ctx, addressOf(asked), () => previewAct(ctx, asked));
  } catch (refusal) {
    if (refusal instanceof AppError) return refusal;
    throw refusal;
  }
}
