import { ensureCertificates } from "../runtime/certificates.ts";
import { stopLeftovers } from "../runtime/leftovers.ts";
import { startPostgres } from "../runtime/postgres.ts";
import { placePostgres } from "../runtime/postgres-place.ts";
import { root } from "../runtime/stack.ts";
import { openDirectory } from "../runtime/state-directory.ts";

const [directory = "", password = ""] = process.argv.slice(2);

/** Starts one cluster and waits to be killed: what the tests need to die with kill -9. */
openDirectory(directory);
const stopped = await stopLeftovers(directory);
const { services } = await ensureCertificates(directory, ["postgres-data"]);
const { port, service } = await startPostgres({
  directory,
  place: placePostgres(root, directory),
  name: "postgres-data",
  certificate: services["postgres-data"],
  password,
  durable: true,
});
process.on("SIGTERM", async () => {
  await service.stop();
  process.exit(0);
});
console.log(JSON.stringify({ port, pid: service.pid, stopped }));
