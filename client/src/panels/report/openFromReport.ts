import * as vscode from 'vscode';
import type { FromRunReport } from '#protocol/views/report';
import type { ServerLine } from '../../connection/serverLine';
import { openElsewhere } from '../openElsewhere';
import { openLocation } from '../openLocation';
import { fileLocation } from '../plan/boardSteps';
import type { ReportFacts } from './reportFacts';

type Wish = Exclude<FromRunReport, { readonly type: 'read' | 'copy' | 'export' }>;

/** Opens what a report leads to. */
export async function openFromReport(line: ServerLine, facts: ReportFacts, wish: Wish): Promise<void> {
  const { run_id, session_id, plan } = facts.report;
  switch (wish.type) {
    case 'openTrace':
      return await openElsewhere('holdpoint.run.showTrace', { run_id });
    case 'openPlan':
      return await openElsewhere('holdpoint.plan.showBoard', { session_id, version: plan.version });
    case 'rerun': {
      const started = await line.request('run/rerun', { run_id });
      return await openElsewhere('holdpoint.run.showReport', { run_id: started.run_id });
    }
    case 'openChange':
      return await openChange(line, wish.preview_id);
    case 'openFile':
      return await openLocation(wish.path, 1);
    case 'openLocation': {
      const place = fileLocation(wish.location);
      return place === null ? undefined : await openLocation(place.file, place.line);
    }
    case 'openArtifact':
      return await openArtifact(line, wish.sha256);
  }
}

/** The difference exactly as it was recorded and approved: the files themselves may have changed since. */
async function openChange(line: ServerLine, previewId: string): Promise<void> {
  const { diff } = await line.request('preview/show', { preview_id: previewId });
  await showText(diff, 'diff');
}

async function openArtifact(line: ServerLine, sha256: string): Promise<void> {
  const { base64, media_type } = await line.request('artifact/get', { sha256 });
  const text = Buffer.from(base64, 'base64').toString('utf8');
  await showText(text, media_type.includes('json') ? 'json' : 'plaintext');
}

async function showText(content: string, language: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ content, language });
  await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside });
}
