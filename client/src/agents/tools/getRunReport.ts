import * as vscode from 'vscode';
import type { Params } from '#protocol/methods';
import type { AgentTool } from '../agentTool';

/** Tells a model what a run did; the report leaves the record, and a person agrees to that. */
export const getRunReport: AgentTool = {
  doing: () => vscode.l10n.t('Reading the report of a run'),
  consent: async (_, given) => ({
    title: vscode.l10n.t('Give the model the report of a run?'),
    message: vscode.l10n.t('It is told what this run did, changed and cost:'),
    given: String((given as Partial<Params<'run/report'>> | null)?.run_id),
  }),
  answer: (line, given, token) => line.request('run/report', given as Params<'run/report'>, token),
};
