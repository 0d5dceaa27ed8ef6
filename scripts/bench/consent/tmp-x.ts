import { startBenchCluster, percentile } from "../audit/cluster.ts";
import { benchLookUp } from "./look-up.ts";
import pg from "pg";
const c = await startBenchCluster();
await benchLookUp(c);
const [f] = await c.superuser`select tenant_id, advisor_ids[1] as a from consents limit 1`;
const inv = (await c.superuser`select investor_id from consents limit 1000`).map(r=>r.investor_id);
const cl = new pg.Client({connectionString:c.url("licet_web"), ssl:{ca:c.ca}}); await cl.connect();
const page=`select chunk_id, account_id, cluster, period_from, period_to, as_of, version, envelope from record_chunks where tenant_id = $1 and investor_id = $2 order by account_id, cluster, period_from limit 50`;
const bare = new pg.Client({connectionString:`postgres://postgres@localhost/x`, host:c.superuser.options.host[0], port:c.superuser.options.port[0], database:c.superuser.options.database, user:c.superuser.options.user as string, password:String(c.superuser.options.pass), ssl:{ca:c.ca}});
await bare.connect();
await cl.query("select set_config('app.tenant_id', $1, false), set_config('app.person_id', $2, false), set_config('role', 'licet_advisor', false)",[f!.tenant_id,f!.a]);
async function run(name:string){
  const g:number[]=[], b:number[]=[];
  for(let i=-50;i<1500;i++){ for (const [arr,x] of [[g,cl],[b,bare]] as const){ const t=performance.now(); await x.query({name:"p"+name,text:page,values:[f!.tenant_id,inv[Math.abs(i)%1000]]}); if(i>=0) arr.push(performance.now()-t);} }
  console.log(name, percentile(g,.5).toFixed(2), percentile(b,.5).toFixed(2), (percentile(g,.5)/percentile(b,.5)).toFixed(3));
}
async function explain(){ const r=await cl.query(`explain (analyze, buffers off) execute pe`); }
await cl.query(`prepare pe (text,text) as ${page}`);
for(let i=0;i<6;i++) await cl.query(`execute pe('${f!.tenant_id}','${inv[3]}')`);
console.log((await cl.query(`explain analyze execute pe('${f!.tenant_id}','${inv[3]}')`)).rows.map(r=>r["QUERY PLAN"]).join("\n"));
await run("A");
const sub=(t:string,p:string)=>`tenant_id = ${t} and exists (
    select 1 from consent_grants g where g.tenant_id = record_chunks.tenant_id
      and g.recipient_id in (${p}, ${t})
      and g.account_id = record_chunks.account_id and g.cluster = record_chunks.cluster
      and g.investor_id = record_chunks.investor_id
      and (g.history_from is null or g.history_from <= record_chunks.period_from)
      and g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp())`;
await c.superuser.unsafe(`alter policy advisor_granted on record_chunks using (${sub("(select app_tenant())","(select app_person())")})`);
await c.superuser.unsafe(`alter policy to_them_or_team on consent_grants using (tenant_id = (select app_tenant()) and recipient_id in ((select app_person()), (select app_tenant())))`);
await cl.query("deallocate pe"); await cl.query(`prepare pe (text,text) as ${page}`); for(let i=0;i<6;i++) await cl.query(`execute pe('${f!.tenant_id}','${inv[3]}')`);
console.log((await cl.query(`explain analyze execute pe('${f!.tenant_id}','${inv[3]}')`)).rows.map(r=>r["QUERY PLAN"]).join("\n"));
await run("B"); await run("B2");
await c.stop(); process.exit(0);
