import * as vscode from 'vscode';
import type { Params } from '#protocol/methods';
import type { AgentTool } from '../agentTool';

/** Finds spans for a model; what it finds leaves the record, and a person agrees to that. */
export const queryTraces: AgentTool = {
  doing: () => vscode.l10n.t('Asking the record'),
  consent: async (_, given) => ({
    title: vscode.l10n.t('Let the model ask the record?'),
    message: vscode.l10n.t('It is told what this query finds:'),
    given: String((given as Partial<Params<'trace/query'>> | null)?.q),
  }),
  answer: (line, given, token) => line.request('trace/query', given as Params<'trace/query'>, token),
};
