import { LandingScreen } from "#components/identity/landing-screen.tsx";
import { demo } from "#lib/server/demo.ts";
import { leaveIfSignedIn } from "#lib/server/page.ts";
import { PublicFrame } from "./(public)/frame.tsx";

export default async function LandingPage() {
  await leaveIfSignedIn();
  return (
    <PublicFrame>
      <LandingScreen demo={demo()} />
    </PublicFrame>
  );
}
