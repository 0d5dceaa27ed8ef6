import { redirect } from "next/navigation";
import { LandingScreen } from "#components/identity/landing-screen.tsx";
import { homeOf } from "#lib/access/enter-face.ts";
import { currentSession } from "#lib/server/context.ts";
import { demo } from "#lib/server/demo.ts";
import { PublicFrame } from "./(public)/frame.tsx";

export default async function LandingPage() {
  const session = await currentSession();
  if (session.kind === "person" && session.actor.type === "pending") redirect("/sign-in/second-factor");
  if (session.kind === "person" && session.actor.type !== "pending") redirect(homeOf(session.actor.type));
  return (
    <PublicFrame>
      <LandingScreen demo={demo()} />
    </PublicFrame>
  );
}
