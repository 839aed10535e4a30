import { holdpoint } from '../support/holdpointCli';

/** Carries a plan out from a terminal, granting whatever it waits for; answers with what the end of the run says. */
export async function grantAll(folder: string, plan: string): Promise<string> {
  let end = await holdpoint(folder, 'run', '--json', plan);
  for (let turn = 0; end.exit === 5 && turn < 5; turn += 1) {
    const { trace_id, session_id, pending } = JSON.parse(end.stdout);
    for (const { approval_id } of pending) {
      await holdpoint(folder, 'approvals', 'grant', approval_id);
    }
    end = await holdpoint(folder, 'run', '--json', '--resume', trace_id ?? session_id);
  }
  return end.stdout;
}
