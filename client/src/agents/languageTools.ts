import * as vscode from 'vscode';
import type { ServerLine } from '../connection/serverLine';
import type { AgentTool } from './agentTool';

/** The tools by their names in the manifest; each is loaded when a model first calls it. */
const tools: Readonly<Record<string, () => Promise<AgentTool>>> = {
  draft_plan: async () => (await import('./tools/draftPlan')).draftPlan,
  propose_plan: async () => (await import('./tools/proposePlan')).proposePlan,
  query_traces: async () => (await import('./tools/queryTraces')).queryTraces,
  get_run_report: async () => (await import('./tools/getRunReport')).getRunReport,
};

/** What tools speak through: the line to the folder that is looked at. */
interface Lines {
  readonly current: ServerLine;
}

/** Offers the language models of the editor a way to the record that leads through the hold points. */
export function registerLanguageTools(lines: Lines): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(tools).map(([name, load]) => vscode.lm.registerTool(name, languageTool(lines, load))),
  );
}

function languageTool(lines: Lines, load: () => Promise<AgentTool>): vscode.LanguageModelTool<unknown> {
  return {
    prepareInvocation: async ({ input }, token) => {
      const { prepareCall } = await import('./toolCall');
      return await prepareCall(await load(), { line: lines.current, input, token });
    },
    invoke: async ({ input }, token) => {
      const { answerCall } = await import('./toolCall');
      return await answerCall(await load(), { line: lines.current, input, token });
    },
  };
}
