import * as vscode from 'vscode';
import type { HunkVerdict } from '#protocol/views/change';
import { changedRuns, firstChange } from './hunks/readHunks';
import { previewPlace } from './previewUri';
import { reviews } from './reviews';

/** Shows in the diff which hunks were accepted and which rejected. */
export class HunkMarks implements vscode.Disposable {
  readonly #styles: Readonly<Record<HunkVerdict, vscode.TextEditorDecorationType>> = {
    accepted: vscode.window.createTextEditorDecorationType({
      ...edge('testing.iconPassed'),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
    }),
    rejected: vscode.window.createTextEditorDecorationType({
      ...edge('testing.iconFailed'),
      opacity: '0.55',
      textDecoration: 'line-through',
      overviewRulerLane: vscode.OverviewRulerLane.Left,
    }),
  };

  /** Draws the marks of every visible editor that shows a proposed change. */
  draw(editors: readonly vscode.TextEditor[]): void {
    for (const editor of editors) {
      const place = previewPlace(editor.document.uri);
      if (place?.side === 'new') {
        for (const verdict of ['accepted', 'rejected'] as const) {
          editor.setDecorations(
            this.#styles[verdict],
            marksOf(place.preview_id, verdict, editor.document.lineCount),
          );
        }
      }
    }
  }

  dispose(): void {
    this.#styles.accepted.dispose();
    this.#styles.rejected.dispose();
  }
}

function edge(color: string): vscode.DecorationRenderOptions {
  return {
    isWholeLine: true,
    borderStyle: 'solid',
    borderWidth: '0 0 0 3px',
    borderColor: new vscode.ThemeColor(color),
    overviewRulerColor: new vscode.ThemeColor(color),
  };
}

function marksOf(previewId: string, verdict: HunkVerdict, lineCount: number): vscode.Range[] {
  const review = reviews.ofPreview(previewId);
  const hunks = review?.file(previewId)?.hunks ?? [];
  return hunks
    .filter(({ index }) => review?.choices.of(previewId, index) === verdict)
    .flatMap((hunk) => {
      const runs = changedRuns(hunk, 'new');
      const at = firstChange(hunk).new;
      return runs.length === 0 ? [[at, at] as const] : runs;
    })
    .map(([from, to]) => new vscode.Range(within(from, lineCount), 0, within(to, lineCount), 0));
}

function within(line: number, lineCount: number): number {
  return Math.min(line, Math.max(1, lineCount)) - 1;
}
