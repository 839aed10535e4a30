import type * as vscode from 'vscode';
import type { Desk } from './desk';

/** What a command does; the words are what a menu, a row of a tree or another command hands over. */
export type Command = (desk: Desk, ...words: readonly unknown[]) => Promise<unknown>;

/** Every command of the manifest by its id. Each is loaded when it is first used, not before. */
export const commandTable: Readonly<Record<string, Command>> = {
  'holdpoint.plan.run': async (desk, file) =>
    (await import('./commands/plan/runPlan')).runPlan(desk, file as vscode.Uri | undefined),
  'holdpoint.plan.validate': async (desk, file) =>
    (await import('./commands/plan/validatePlan')).validatePlan(desk, file as vscode.Uri | undefined),
};
