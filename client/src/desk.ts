import type * as vscode from 'vscode';
import type { ServerLines } from './connection/serverLines';
import type { AllApprovals } from './folders/allApprovals';
import type { AllRuns } from './folders/allRuns';
import type { FileSessions } from './journey/fileSessions';
import type { ShownTexts } from './shown/shownTexts';
import type { SidePanel } from './trees/sidePanel';

/** What every command is handed: where the extension lives, its line to the server, what it knows and shows. */
export interface Desk {
  readonly context: vscode.ExtensionContext;
  readonly problems: vscode.DiagnosticCollection;
  /** The line to the server of the current folder; `line.of(uri)` is the one that a document needs. */
  readonly line: ServerLines;
  readonly log: vscode.LogOutputChannel;
  /** What waits for a person. */
  readonly queue: AllApprovals;
  /** Runs that are not over. */
  readonly runs: AllRuns;
  readonly sidePanel: SidePanel;
  readonly texts: ShownTexts;
  readonly fileSessions: FileSessions;
  /** Digests of what the person has been shown in full in this window. */
  readonly seen: Set<string>;
}
