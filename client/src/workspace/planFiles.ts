import * as vscode from 'vscode';

const leftOut = '**/{node_modules,.git,.holdpoint,dist,out}/**';

/** The pattern of what the person takes for plans. */
export function planPattern(): string {
  return vscode.workspace.getConfiguration('holdpoint').get('planFiles', '**/*plan*.{yaml,yml,json}');
}

/** The files of the workspace that are plans by their names, as many as anybody looks through. */
export async function findPlanFiles(most: number): Promise<readonly vscode.Uri[]> {
  return await vscode.workspace.findFiles(planPattern(), leftOut, most);
}
