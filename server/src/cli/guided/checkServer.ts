import { AppError } from '#protocol/errors';
import { openDoor } from '../door/connect';
import { readServerFile } from '../door/serverFile';
import type { Call, Outcome } from '../invocation';
import { CheckList } from './checks';

const harmless = 'schema: plan/1\ntitle: Check\nsteps:\n  - {id: look, uses: list_dir, with: {path: .}}\n';

/** Looks whether the server of a workspace does its duty: answers, refuses a wrong token, judges a plan. Leaves nothing. */
export async function checkServer(call: Call): Promise<Outcome> {
  const checks = new CheckList();
  const { root } = call.globals;
  await checks.check('health', async () => {
    const { status, version, pid } = await (await call.connect()).request('server/status', {});
    return `${status}, version ${version}, pid ${pid}`;
  });
  await checks.check('token', async () => await refusesWrongToken(call, root));
  await checks.check('dry_run', async () => {
    const door = await call.connect();
    const answer = await door.request('plan/validate', { text: harmless, file_name: 'check.yaml' });
    if (!answer.ok) {
      throw new Error(answer.errors.map(({ message }) => message).join('; '));
    }
    return `${answer.step_count} step judged, nothing run`;
  });
  return checks.outcome(call.terminal.outColor);
}

async function refusesWrongToken({ env, version }: Call, root: string): Promise<string> {
  const file = readServerFile(root);
  if (!file) {
    throw new Error('server.json is gone');
  }
  try {
    (await openDoor({ root, token: 'not-the-token', env, version }, file))?.close();
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNAUTHORIZED') {
      return 'a wrong token is refused';
    }
    throw error;
  }
  throw new Error('a wrong token was accepted');
}
