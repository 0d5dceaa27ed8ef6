import { expect, test } from "vitest";
import { requireOwnLink } from "./own-link.ts";

const from = (site: string | null) => () =>
  requireOwnLink(
    new Request("http://localhost/wealth/export", {
      headers: site === null ? {} : { "sec-fetch-site": site },
    }),
    "/wealth",
  );

test("a download begins on our own page, by hand, or for a program that says nothing of where it is from", () => {
  for (const site of ["same-origin", "none", null]) expect(from(site)).not.toThrow();
});

test("a download that somebody else’s page asks for leads to the page instead", () => {
  for (const site of ["cross-site", "same-site", "", "something else"])
    expect(from(site)).toThrow(
      expect.objectContaining({ digest: expect.stringMatching(/^NEXT_REDIRECT;.*;\/wealth;307;/) }),
    );
});
