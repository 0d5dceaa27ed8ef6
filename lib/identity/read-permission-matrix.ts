import type { Context } from "#lib/access/context.ts";
import {
  type Holder,
  holders,
  type Permission,
  permissions,
  requirePermission,
} from "#lib/access/permissions.ts";

/** The matrix that the code decides by, as it stands in this build. */
export function readPermissionMatrix(ctx: Context): {
  readonly roles: readonly Holder[];
  readonly rows: readonly { readonly permission: Permission; readonly holders: readonly Holder[] }[];
} {
  requirePermission(ctx, "permission.read");
  const rows = (Object.keys(permissions) as Permission[]).map((permission) => ({
    permission,
    holders: permissions[permission] as readonly Holder[],
  }));
  return { roles: holders, rows };
}
