/** Where one access at a bank has its pages. */
export const pathOf = (connectionId: string, page?: "confirm" | "accounts"): string =>
  `/bank-access/${connectionId}${page ? `/${page}` : ""}`;
