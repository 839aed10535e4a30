import * as vscode from 'vscode';
import { AppError } from '#protocol/errors';
import type { Params, Result } from '#protocol/methods';
import type { ServerLine } from '../../connection/serverLine';
import { importPlanText } from '../../journey/importPlanText';
import type { AgentTool } from '../agentTool';

/** What the manifest lets a model give; the server checks each part where it takes it. */
interface Proposal extends Pick<Params<'session/create'>, 'goal' | 'safety_profile'> {
  readonly text: string;
  readonly session_id?: string;
}

/** Puts a plan of a model before people: stored, and its approval in the queue. Nothing runs by it. */
export const proposePlan: AgentTool = {
  doing: () => vscode.l10n.t('Proposing a plan'),
  consent: async (line, given, token) => {
    if (!vscode.workspace.isTrusted) {
      // The server would refuse to store it: nobody is asked about that first.
      throw new AppError('FORBIDDEN', 'nothing runs in a workspace that is not trusted; trust it first', {
        cause: 'untrusted_workspace',
      });
    }
    const { text } = given as Proposal;
    const { errors, title } = await line.request('plan/validate', { text }, token);
    if (errors.length > 0) {
      throw new AppError('PLAN_INVALID', `the plan has ${errors.length} errors`, { errors });
    }
    return { ...question(), given: title ?? '' };
  },
  answer: async (line, given, token) => {
    const imported = await stored(line, given as Proposal);
    const { session_id, version } = imported;
    const request = await line.request('plan/request', { session_id, version }, token);
    const { approval_id } = request;
    const approval =
      approval_id === null ? null : await line.request('approval/show', { approval_id }, token);
    return { ...imported, ...request, approval };
  },
};

function question() {
  return {
    title: vscode.l10n.t('Store the plan of the model and ask for its approval?'),
    message: vscode.l10n.t('Nothing runs by that. The plan then waits for your approval:'),
  };
}

async function stored(line: ServerLine, proposal: Proposal): Promise<Result<'plan/import'>> {
  const { text, session_id, goal, safety_profile } = proposal;
  return session_id === undefined
    ? await importPlanText(
        line,
        { name: 'plan.yaml', text },
        {
          ...(goal === undefined ? {} : { goal }),
          ...(safety_profile === undefined ? {} : { safety_profile }),
        },
      )
    : await line.request('plan/import', { session_id, text });
}
