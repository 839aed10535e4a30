import ts from 'typescript';
import { type SourceProgram, sourceProgram } from './sourceProgram';
import { returnedBy, TemplateFinder } from './templateFinder';

/** Properties and parameters that carry what people read. */
const carriers = new Set([
  'message',
  'summary',
  'reason',
  'problem',
  'unparsable',
  'doubt',
  'why',
  'fault',
  'said',
  'sentence',
]);

/** Every template of what the server and its command line say to people, with the file that says it. */
export function saidTemplates(): ReadonlyMap<string, string> {
  const program = sourceProgram();
  const finder = new TemplateFinder(program);
  for (const file of program.files) noteFile(file, finder, program);
  for (const file of program.files) if (spoken.test(file.fileName)) noteSentences(file, finder);
  return finder.found;
}

/** Documents with a language of their own, texts of the store's insides, and texts for programs. */
const silent =
  /server[/]src[/](adapters[/]store[/]schema|transports[/]http[/]openapi|transports[/]mcp|core[/]report[/]html|core[/]traceql[/]readyQueries|core[/]language[/]keys|protocol|cli[/]terminal)/;

/** Files whose every sentence is told to people, by ways that no name of a property tells of. */
const spoken = new RegExp(
  `server/src/(${[
    'cli/govern/verify/\\w+',
    'core/(checks|duration|explainSession)',
    'core/globs/globTest',
    'core/run/blastRadius',
    'core/runDirectory/readRunDirectory',
    'core/runlog/evaluation/\\w+',
    'core/plan/importers/flow/contextNames',
    'core/policy/(policyFromMap|readonlyCommand)',
    'core/policy/commands/(gitOptions|parseCommand|bash/(dollar|words))',
    'core/policy/judge/(reasons|ruleStages)',
    'core/policy/settings/shapes',
    'core/traceql/(lexer|parser)/\\w+',
    'core/change/(preview|textKind)',
    'adapters/processes/(windowsProgram|nodeProcesses)',
    'adapters/store/(exportChain|record/chain)',
    'adapters/workspace/(diskFailure|pathText)',
    'main/tokens/tokenFile',
  ].join('|')})[.]ts$`,
);

function noteFile(file: ts.SourceFile, finder: TemplateFinder, { checker }: SourceProgram): void {
  if (silent.test(file.fileName)) return;
  const isClient = /[/]client[/]src[/]/.test(file.fileName);
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node)) noteFailure(node, finder);
    if (!isClient) {
      noteCarried(node, finder, checker);
      if (ts.isCallExpression(node)) noteHanded(node, finder, checker);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

/** Failures on purpose everywhere; other errors where what is thrown becomes the message of a failed step or check. */
function noteFailure({ expression, arguments: given }: ts.NewExpression, finder: TemplateFinder): void {
  const name = expression.getText();
  const isTold = /server[/]src[/](tools|cli[/]guided|core[/]policy[/]commands|runtime[/]run[/]step)[/]/.test(
    expression.getSourceFile().fileName,
  );
  const message = name === 'AppError' ? given?.[1] : given?.[0];
  if (message !== undefined && (/^(AppError|CommandFailure)$/.test(name) || isTold)) {
    finder.note(message);
  }
}

function noteCarried(node: ts.Node, finder: TemplateFinder, checker: ts.TypeChecker): void {
  if (ts.isPropertyAssignment(node) && carriers.has(node.name.getText())) finder.note(node.initializer);
  if (!ts.isShorthandPropertyAssignment(node) || !carriers.has(node.name.text)) return;
  const declaration = checker.getShorthandAssignmentValueSymbol(node)?.valueDeclaration;
  if (declaration === undefined) return;
  if (ts.isParameter(declaration)) finder.noteArguments(declaration);
  else if (ts.isVariableDeclaration(declaration) && declaration.initializer)
    finder.note(declaration.initializer);
}

/** Sentences handed to a parameter that is named for what it carries, or made by a check of the examination. */
function noteHanded(node: ts.CallExpression, finder: TemplateFinder, checker: ts.TypeChecker): void {
  const called = node.expression.getText();
  const { fileName } = node.getSourceFile();
  if (/[.]check$/.test(called) && fileName.includes('/cli/guided/')) {
    for (const one of returnedBy(node.arguments[1] ?? node)) finder.note(one);
  }
  // The log of the server is for whoever runs it; it has one language.
  if (/\b(log[.]\w+|crash)$/.test(called) || /[/](adapters[/]store|cli)[/]/.test(fileName)) return;
  if (!node.arguments.some(isWritten)) return;
  const parameters = checker.getResolvedSignature(node)?.parameters ?? [];
  node.arguments.forEach((argument, at) => {
    if (carriers.has(parameters[at]?.name ?? '')) finder.note(argument);
  });
}

function isWritten(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node)) return /\p{L}{2}.*\s/u.test(node.text);
  if (ts.isConditionalExpression(node)) return isWritten(node.whenTrue) || isWritten(node.whenFalse);
  return ts.isTemplateExpression(node) || ts.isIdentifier(node);
}

function noteSentences(file: ts.SourceFile, finder: TemplateFinder): void {
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
    if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) ts.forEachChild(node, visit);
    else if (!finder.has(node)) finder.note(node);
  };
  visit(file);
}
