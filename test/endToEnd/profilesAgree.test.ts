import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorBody } from '#protocol/errors';
import { baseUrl } from '../support/baseUrl';
import { holdpoint } from '../support/holdpointCli';
import { scratchRepository } from '../support/scratchRepository';
import { startServer, type TestServer } from '../support/startServer';
import { removeFolder } from '../support/temporaryFolder';

const policy = {
  schema: 'policy/1',
  permissions: { rules: [{ id: 'node', effect: 'allow', tool: 'shell.run', match: { argv0: ['node'] } }] },
};
const command = {
  id: 'command',
  uses: 'shell.run',
  with: { argv: ['node', 'tool.mjs'] },
};

type Profile = 'strict' | 'standard' | 'dev' | 'ci';

/** What a person reads of an answer: how the step stands, or why it was refused. */
function told({ status, error_code, message, details }: Partial<ErrorBody> & { status?: string }): string {
  const reason = details?.['reason'];
  return status ?? [error_code, message, ...(reason === undefined ? [] : [reason])].join(': ');
}

describe('profiles at the doors', function () {
  this.timeout(60_000);
  let root: string;
  let server: TestServer;
  let url: string;

  before(async () => {
    root = scratchRepository({
      'holdpoint.policy.yaml': JSON.stringify(policy),
      'tool.mjs': 'process.stdout.write("done");\n',
    });
    server = await startServer(root);
    url = await baseUrl(server);
  });
  after(async () => {
    await server.stop();
    removeFolder(root);
  });

  const api = async (path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Record<string, unknown>;
  };
  const cli = async (...words: string[]) =>
    JSON.parse((await holdpoint(root, ...words, '--json')).stdout) as Record<string, unknown>;

  /** What the API answers to the one step of a plan, and what the command line does. */
  const overHttp = async (profile: Profile, text: string) => {
    const { id: session } = await api('/sessions', { safety_profile: profile });
    await api(`/sessions/${session}/plans/import`, { text });
    await api(`/sessions/${session}/plans/1/approve`, {});
    const { run_id } = await api('/runs', { session_id: session, stepping: 'manual' });
    return told(await api(`/runs/${run_id}/steps/command/execute`, {}));
  };
  const atTheTerminal = async (profile: Profile, text: string) => {
    const { id: session } = await cli('session', 'create', '--safety-profile', profile);
    const file = join(root, '.git', 'agree.plan.json');
    writeFileSync(file, text);
    await cli('plan', 'import', String(session), file);
    await cli('plan', 'approve', String(session), '1');
    return told(await cli('step', 'execute', String(session), 'command'));
  };

  const confirm =
    'HIGH_RISK_CONFIRMATION_REQUIRED: step command is of high risk: confirm it in so many words: high_risk_confirmation_required';
  const docker = (profile: Profile) =>
    `EXECUTOR_REQUIRED: docker required: ${profile} profile rejects destructive apply operations outside docker`;
  const rows: [string, object, Record<Profile, string>][] = [
    [
      'a command of high risk',
      { workspace: { slot: 'in_place' }, steps: [{ ...command, risk: 'high' }] },
      { strict: confirm, standard: confirm, dev: 'succeeded', ci: confirm },
    ],
    [
      'a command that must run in a container',
      { policy: { permissions: { require_executor: 'container' } }, steps: [command] },
      { strict: docker('strict'), standard: docker('standard'), dev: 'succeeded', ci: docker('ci') },
    ],
  ];
  for (const [what, plan, expected] of rows) {
    for (const [profile, answer] of Object.entries(expected) as [Profile, string][]) {
      it(`GATE-29: API and CLI agree about ${what} in ${profile}`, async () => {
        const text = JSON.stringify({ schema: 'plan/1', title: 'Agree', ...plan });
        assert.equal(await overHttp(profile, text), answer);
        assert.equal(await atTheTerminal(profile, text), answer);
      });
    }
  }
});
