import * as vscode from 'vscode';
import {
  type FromRunReport,
  fromRunReport,
  type ReportStrings,
  type ReportTarget,
  reportTarget,
  type ToRunReport,
} from '#protocol/views/report';
import type { ServerLine } from '../connection/serverLine';
import { RunReportLife } from './report/runReportLife';
import { reportStrings } from './strings/reportStrings';
import { showView, type ViewKind } from './webviewPanel';

/** Opens the report of a run. */
export function openRunReport(line: ServerLine, target: ReportTarget): void {
  showView(runReport(line), target);
}

/** The run report as a kind of view: one for each run. */
export function runReport(
  line: ServerLine,
): ViewKind<ReportTarget, ReportStrings, ToRunReport, FromRunReport> {
  return {
    name: 'report',
    root: line.root,
    target: reportTarget,
    messages: fromRunReport,
    strings: () => reportStrings(vscode.l10n, vscode.env.language),
    keyOf: ({ run_id }) => run_id,
    titleOf: () => vscode.l10n.t('Run report'),
    attach: (target, view) => new RunReportLife(line, target, view),
  };
}
