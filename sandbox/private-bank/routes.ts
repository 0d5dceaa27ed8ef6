import type { Bank } from "../bank/bank.ts";
import { accessApiRoutes } from "../bank/routes.ts";
import type { Route } from "../http/routes.ts";
import { customerRoutes } from "./openwealth/customers.ts";
import { positionRoutes } from "./openwealth/positions.ts";
import { transactionRoutes } from "./openwealth/transactions.ts";

/** What machines may ask of the private bank: access in XS2A's way, and the custody services behind it. */
export const custodyApiRoutes = (bank: Bank): Route[] => [
  ...accessApiRoutes(bank),
  ...customerRoutes(bank),
  ...positionRoutes(bank),
  ...transactionRoutes(bank),
];
