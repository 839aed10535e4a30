import * as vscode from 'vscode';

/** What one view opens of the others, by the command that a person would give, and what that is told. */
interface Elsewhere {
  'holdpoint.plan.showBoard': {
    readonly session_id: string;
    readonly version: number;
    readonly step_id?: string;
  };
  'holdpoint.run.showTrace': { readonly run_id: string; readonly span_id?: string };
  'holdpoint.run.showReport': { readonly run_id: string };
  'holdpoint.approval.open': { readonly approval_id: string };
}

/** Opens another view; views know each other by their commands only. */
export async function openElsewhere<C extends keyof Elsewhere>(
  command: C,
  told: Elsewhere[C],
): Promise<void> {
  await vscode.commands.executeCommand(command, told);
}
