const choices = { give: "answer/choose", amend: "change", renew: "renew" } as const;

/** Where what a text was shown for is chosen. */
export const choicePath = (consentId: string, shownFor: keyof typeof choices): string =>
  `/consents/${consentId}/${choices[shownFor]}`;

/** Where a text that was shown is read and agreed to. */
export const agreePath = (consentId: string, presentationId: string): string =>
  `/consents/${consentId}/agree?${new URLSearchParams({ shown: presentationId })}`;
