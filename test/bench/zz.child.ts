import { mkdtempSync } from 'node:fs';
import { inProcess, newWorkspace } from './steps/inProcess';
import { linearPlan } from './steps/linearPlan';
const server = await inProcess(newWorkspace(mkdtempSync('/tmp/zz-')));
const store = server.parts.context.ports.store as any;
const calls = new Map<string, number>();
const time = new Map<string, number>();
let writes = new Map<string, number>();
for (const name of ['commit', 'get', 'list', 'events']) {
  const old = store[name].bind(store);
  store[name] = async (...a: any[]) => {
    const k = name === 'commit' ? name : `${name} ${JSON.stringify(a[0]).slice(0, 40)}`;
    calls.set(k, (calls.get(k) ?? 0) + 1);
    if (name === 'commit') for (const w of a[0]) { const kk = `${w.op} ${w.table ?? w.event.type}`; writes.set(kk, (writes.get(kk) ?? 0) + 1); }
    const t = performance.now();
    try { return await old(...a); } finally { time.set(k, (time.get(k) ?? 0) + performance.now() - t); }
  };
}
const { id } = await server.request('session/create', { safety_profile: 'dev', mode: 'normal' });
const { version } = await server.request('plan/import', { session_id: id, text: linearPlan(Number(process.argv[2] ?? 300)), file_name: 'plan.json' });
await server.request('plan/approve', { session_id: id, version });
calls.clear(); time.clear(); writes.clear();
const t = performance.now();
const { run_id } = await server.request('run/start', { session_id: id });
const end = await server.request('run/wait', { run_id, timeout_ms: 600000 });
console.log(end.status, performance.now() - t);
for (const [k, n] of calls) console.log(k, n, time.get(k));
console.log([...writes].map(([k, n]) => `${k} ${n}`).join('\n'));
await server.close();
process.exit();
