import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../door/connect';
import type { Door } from '../door/door';
import { readServerFile } from '../door/serverFile';
import type { Call, Outcome } from '../invocation';
import { CheckList } from './checks';
import { stopServer } from './stopServer';

/** A plan that asks before its only step, which changes nothing. */
const plan = [
  'schema: plan/1',
  'title: Doctor',
  'profile: strict',
  'workspace: {slot: in_place}',
  'steps:',
  '  - {id: look, uses: list_dir, with: {path: .}}',
  '',
].join('\n');

/** Goes the whole way once in a workspace and store of its own, and removes both. The caller's workspace is not touched. */
export async function examine(call: Call): Promise<Outcome> {
  const root = mkdtempSync(join(tmpdir(), 'holdpoint-doctor-'));
  const checks = new CheckList();
  const patient: Call = { ...call, globals: { ...call.globals, root, token: undefined, baseUrl: undefined } };
  let door: Door | undefined;
  try {
    writeFileSync(join(root, 'readme.txt'), 'a file to look at\n');
    await checkServerStart(checks, patient, (opened) => {
      door = opened;
    });
    await checkJourney(checks, () => door as Door);
  } finally {
    door?.close();
    await stopServer(patient).catch((error: Error) => checks.warn('clean_up', error.message));
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
  return checks.outcome(call);
}

async function checkServerStart(checks: CheckList, patient: Call, keep: (door: Door) => void): Promise<void> {
  const { globals, programs, version } = patient;
  const { HOLDPOINT_TOKEN: _, HOLDPOINT_BASE_URL: __, ...env } = patient.env;
  let door: Door | undefined;
  const start = async () => {
    const serverPath = join(programs, 'main.mjs');
    const options = { ...globals, token: undefined, baseUrl: undefined, mayStart: true };
    door ??= await connect({ ...options, serverPath, version, env, onStart: () => undefined });
    keep(door);
    return door;
  };
  await checks.check('base_url', async () => {
    await start();
    return readServerFile(globals.root)?.socket ?? 'no server.json was written';
  });
  await checks.check('token', async () => {
    const { mode } = statSync(join(globals.root, '.holdpoint', 'token'));
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new Error(`others may read the token file (mode ${(mode & 0o777).toString(8)})`);
    }
    return 'only its owner can read it';
  });
  await checks.check('daemon_connectivity', async () => {
    const status = await (await start()).request('server/status', {});
    return `${status.status}, version ${status.version}, schema ${status.store.schema_version}, ${status.store.bytes} bytes`;
  });
}

async function checkJourney(checks: CheckList, door: () => Door): Promise<void> {
  let session_id = '';
  const step_id = 'look';
  await checks.check('tools_permissions', async () => {
    const answer = await door().request('tool/permissions', { tool_name: 'list_dir' });
    return `list_dir: ${answer.permission_profile}`;
  });
  await checks.check('session_create', async () => {
    session_id = (await door().request('session/create', { goal: 'doctor' })).id;
    return session_id;
  });
  await checks.check('plan_import', async () => {
    const { version, status } = await door().request('plan/import', {
      session_id,
      text: plan,
      file_name: 'doctor.yaml',
    });
    return `version ${version}, ${status}`;
  });
  await checks.check('plan_approve', async () => {
    await door().request('plan/approve', { session_id, version: 1, source: 'cli' });
    return 'approved';
  });
  await checks.check('step_approve', async () => {
    await door().request('step/approve', { session_id, step_id });
    return 'approved';
  });
  await checks.check('step_execute', async () => {
    const { status, error } = await door().request('step/execute', { session_id, step_id });
    if (status !== 'succeeded') {
      throw new Error(`${status}: ${error?.message ?? ''}`);
    }
    return status;
  });
  await checkRecord(checks, door, () => session_id);
}

async function checkRecord(checks: CheckList, door: () => Door, session: () => string): Promise<void> {
  await checks.check('logs_search', async () => {
    const { total } = await door().request('event/search', { session_id: session(), q: 'look' });
    if (total === 0) {
      throw new Error('the record does not find the step that ran');
    }
    return `${total} event(s)`;
  });
  await checks.check('artifacts_list', async () => {
    const { total } = await door().request('artifact/list', { session_id: session() });
    return `${total} artifact(s)`;
  });
  await checks.check(
    'session_stop',
    async () => (await door().request('session/stop', { session_id: session() })).status,
  );
}
