import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  // Each production build is kept in a folder of its own; a build in the making is in the usual place.
  distDir: process.env.LICET_BUILD_DIRECTORY ?? ".next",
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  // The front (`lib/server/front.ts`) sets every header and compresses, on every response.
  compress: false,
  // In development Next would log what server actions are called with: what was typed without script, among others.
  logging: { serverFunctions: false },
  // `npm run check` checks the types, of every folder and not only of what the build reaches.
  typescript: { ignoreBuildErrors: true },
  // These run as they are; bundling them gains nothing on a server.
  serverExternalPackages: [
    "@google-cloud/kms",
    "@grpc/grpc-js",
    "@simplewebauthn/server",
    "next-auth",
    "pdfkit",
    "pg",
    "pino",
  ],
};

export default createNextIntlPlugin("./lib/server/i18n-request.ts")(config);
