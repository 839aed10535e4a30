import * as vscode from 'vscode';
import type { Params } from '#protocol/methods';
import type { AgentTool } from '../agentTool';

/** Gives a model a plan to start from, checked; stores nothing. */
export const draftPlan: AgentTool = {
  doing: () => vscode.l10n.t('Drafting a plan'),
  answer: (line, given, token) => line.request('plan/draft', given as Params<'plan/draft'>, token),
};
