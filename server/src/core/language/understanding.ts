import type { PlanFormat } from '#protocol/plan/planDocument';
import type { Problem } from '#protocol/problem';
import { type ParsedPlan, planFormat, understandPlan } from '../plan/parsePlan';
import type { PlanChecks } from '../plan/semantics/planChecks';
import { lintPolicy } from '../policy/lintPolicy';
import { understandPolicyFile } from '../policy/parsePolicyFile';
import { type FileKind, fileKind } from './fileKind';
import type { LanguageTools } from './languageTools';
import { playbookProblems } from './playbook';
import type { DocumentReading, DocumentText } from './text/documentText';
import { TextTree } from './text/textTree';

interface Meaning {
  readonly plan: ParsedPlan | null;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** What a text means, whatever the workspace around it is. It is only checked when somebody asks what is wrong. */
export class Understanding {
  readonly kind: FileKind;
  readonly reading: DocumentReading;
  readonly tree: TextTree;
  readonly #uri: string;
  readonly #tools: LanguageTools;
  readonly #checks: PlanChecks;
  #meaning: Meaning | undefined;

  /** Understands a text as what its file is. */
  constructor(uri: string, document: DocumentText, tools: LanguageTools, checks: PlanChecks) {
    this.kind = fileKind(uri, document.text);
    this.reading = this.kind === 'none' ? nothing : document.read();
    this.tree = new TextTree(this.reading, document.text);
    this.#uri = uri;
    this.#tools = tools;
    this.#checks = checks;
  }

  /** For plans and flows. */
  get plan(): ParsedPlan | null {
    return this.#whole.plan;
  }

  get problems(): readonly Problem[] {
    return this.#whole.problems;
  }

  get warnings(): readonly Problem[] {
    return this.#whole.warnings;
  }

  /** As what a plan is written, told by its keys alone. */
  get format(): PlanFormat {
    return planFormat(this.reading.json);
  }

  get #whole(): Meaning {
    this.#meaning ??= this.#read();
    return this.#meaning;
  }

  #read(): Meaning {
    if (this.kind !== 'plan' && this.kind !== 'flow')
      return meaningOf(this.kind, this.reading, this.#uri, this.#tools);
    const options = { fileName: this.#uri, tools: this.#tools, checks: this.#checks };
    const plan = understandPlan(this.reading, options);
    return { plan, problems: plan.problems, warnings: plan.warnings };
  }
}

function meaningOf(
  kind: Exclude<FileKind, 'plan' | 'flow'>,
  reading: DocumentReading,
  uri: string,
  tools: LanguageTools,
): Meaning {
  switch (kind) {
    case 'none':
      return { plan: null, problems: [], warnings: [] };
    case 'policy': {
      const { layer, problems } = understandPolicyFile(reading, uri, 'workspace');
      const warnings = layer === null ? [] : lintPolicy([layer], { tools: tools.names() });
      return { plan: null, problems, warnings: warnings.map((warning) => unnamed(warning, uri)) };
    }
    case 'playbook':
      return { plan: null, problems: playbookProblems(reading), warnings: [] };
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
