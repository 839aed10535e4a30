import type { Problem } from '#protocol/problem';
import { type ParsedPlan, understandPlan } from '../plan/parsePlan';
import { lintPolicy } from '../policy/lintPolicy';
import { understandPolicyFile } from '../policy/parsePolicyFile';
import { type FileKind, fileKind } from './fileKind';
import type { LanguageTools } from './languageTools';
import { playbookProblems } from './playbook';
import type { DocumentReading, DocumentText } from './text/documentText';
import { TextTree } from './text/textTree';

/** What a text means, whatever the workspace around it is. */
export interface Understanding {
  readonly kind: FileKind;
  readonly reading: DocumentReading;
  readonly tree: TextTree;
  /** For plans and flows. */
  readonly plan: ParsedPlan | null;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Understands a text as what its file is. */
export function understand(uri: string, document: DocumentText, tools: LanguageTools): Understanding {
  const kind = fileKind(uri, document.text);
  const reading = kind === 'none' ? nothing : document.read();
  const tree = new TextTree(reading, document.text);
  const made = { kind, reading, tree, plan: null, problems: [], warnings: [] };
  switch (kind) {
    case 'none':
      return made;
    case 'plan':
    case 'flow': {
      const plan = understandPlan(reading, { fileName: uri, tools });
      const { problems, warnings } = plan;
      return { ...made, plan, problems, warnings };
    }
    case 'policy': {
      const { layer, problems } = understandPolicyFile(reading, uri, 'workspace');
      const warnings = layer === null ? [] : lintPolicy([layer], { tools: tools.names() });
      return { ...made, problems, warnings: warnings.map((warning) => unnamed(warning, uri)) };
    }
    case 'playbook':
      return { ...made, problems: playbookProblems(reading) };
  }
}

const nothing: DocumentReading = {
  json: undefined,
  problems: [],
  positions: {
    ofValue: () => ({ line: 1, column: 1 }),
    ofKey: () => ({ line: 1, column: 1 }),
    within: () => ({ line: 1, column: 1 }),
  },
  root: null,
  broken: null,
  blocks: null,
};

/** Warnings about policies name their file; beside the text itself that says nothing. */
function unnamed(warning: Problem, uri: string): Problem {
  return { ...warning, message: warning.message.replace(` (${uri})`, '') };
}
