export interface LockEntry {
  version?: string;
  integrity?: string;
  resolved?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export interface Lockfile {
  lockfileVersion: number;
  packages: Record<string, LockEntry>;
}

export interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export interface MissingEntry {
  name: string;
  version: string;
  /** Keys of the locked packages that name it. */
  wantedBy: string[];
}

const kinds = ["dependencies", "devDependencies", "optionalDependencies"] as const;
const exactVersion = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const operatingSystems = "aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32";
const processors = "arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64";

/** Where Node would find `name` from the package at `key`, among the locked entries. */
function locate(packages: Lockfile["packages"], key: string, name: string): string | null {
  for (let folder = key; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    const candidate = folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (!folder) return null;
  }
}

/**
 * Optional packages that a locked package names and the lockfile lacks. npm 11 refuses to `npm ci` from such
 * a lockfile although npm 10 accepts it.
 */
export function missingOptional(lock: Lockfile): MissingEntry[] {
  const missing = new Map<string, MissingEntry>();
  for (const [key, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const found = locate(lock.packages, key, name);
      const foundVersion = found === null ? null : lock.packages[found]?.version;
      if (foundVersion !== null && (foundVersion === version || !exactVersion.test(version))) continue;
      const known = missing.get(`${name}@${version}`);
      if (known) known.wantedBy.push(key);
      else missing.set(`${name}@${version}`, { name, version, wantedBy: [key] });
    }
  }
  return [...missing.values()].sort((a, b) => compare(a.name, b.name));
}

/** Where the package manifest and the lockfile's copy of it disagree, or a direct dependency is not pinned. */
export function manifestProblems(manifest: Manifest, lock: Lockfile): string[] {
  const problems: string[] = [];
  for (const kind of kinds) {
    const wanted = manifest[kind] ?? {};
    const locked = lock.packages[""]?.[kind] ?? {};
    for (const name of new Set([...Object.keys(wanted), ...Object.keys(locked)])) {
      const version = wanted[name];
      if (version === undefined || version !== locked[name]) {
        problems.push(
          `${kind}.${name}: package.json says ${version}, package-lock.json says ${locked[name]}`,
        );
        continue;
      }
      const pinned = version.replace(/^npm:@?[^@]+@/, "");
      const installed = lock.packages[`node_modules/${name}`]?.version;
      if (!exactVersion.test(pinned)) problems.push(`${kind}.${name}: "${version}" is not one exact version`);
      else if (installed !== pinned)
        problems.push(`${kind}.${name}: locked at ${installed}, not at ${pinned}`);
    }
  }
  return problems;
}

export function lockfileProblems(manifest: Manifest, lock: Lockfile): string[] {
  return [
    ...missingOptional(lock).map(
      ({ name, version }) => `package-lock.json has no entry for ${name}@${version}: run npm run lockfile`,
    ),
    ...manifestProblems(manifest, lock),
  ];
}

/** The platform that a native package's name states, in the fields npm compares with the machine. */
export function platformOf(
  name: string,
  siblings: readonly string[],
): Pick<LockEntry, "os" | "cpu" | "libc"> {
  if (/-wasm32(-|$)/.test(name)) return { cpu: ["wasm32"] };
  const os = new RegExp(`[-/](${operatingSystems})(musl)?(-|$)`).exec(name);
  const cpu = new RegExp(`-(${processors})(-|$)`).exec(name);
  if (!os?.[1] || !cpu?.[1]) throw new Error(`${name} names no known platform: add its entry by hand`);
  const platform = { os: [os[1]], cpu: [cpu[1]] };
  if (os[1] !== "linux") return platform;
  if (os[2] || /-musl(-|$)/.test(name)) return { ...platform, libc: ["musl"] };
  const hasMuslSibling = siblings.includes(`${name}-musl`);
  return /-(gnu|glibc)$/.test(name) || hasMuslSibling ? { ...platform, libc: ["glibc"] } : platform;
}

/** The same lockfile with an entry for every optional platform package, in npm's own order. */
export function completeLockfile(lock: Lockfile): Lockfile {
  const packages = { ...lock.packages };
  for (const { name, version, wantedBy } of missingOptional(lock)) {
    if (!exactVersion.test(version)) throw new Error(`${name}@${version} is a range: run npm install first`);
    const siblings = wantedBy.flatMap((key) => Object.keys(packages[key]?.optionalDependencies ?? {}));
    const dev = wantedBy.every((key) => packages[key]?.dev) ? { dev: true } : {};
    const entry: LockEntry = { version, ...platformOf(name, siblings), ...dev, optional: true };
    const top = `node_modules/${name}`;
    if (packages[top]) for (const key of wantedBy) packages[`${key}/${top}`] = entry;
    else packages[top] = entry;
  }
  return {
    ...lock,
    packages: Object.fromEntries(Object.entries(packages).sort(([a], [b]) => compare(a, b))),
  };
}

/** npm's own order of the lockfile's keys. */
function compare(a: string, b: string): number {
  return a.localeCompare(b, "en");
}
