import ts from 'typescript';
import { CallIndex } from './callIndex';
import type { SourceProgram } from './sourceProgram';
import { place, type Text, templateOf, textsBeside } from './template';

/**
 * Finds the texts that an expression may stand for: through constants, choices, calls and parameters to the words that
 * are written in the sources. Whole texts in the places of others are texts of their own.
 */
export class TemplateFinder {
  readonly #checker: ts.TypeChecker;
  readonly #files: ReadonlySet<ts.SourceFile>;
  readonly #calls: CallIndex;
  readonly #noted = new Set<ts.Node>();
  readonly #texts = new Map<ts.Node, readonly Text[]>();
  /** Every template that was found, with where it is said first. */
  readonly found = new Map<string, string>();

  constructor({ files, checker }: SourceProgram) {
    this.#checker = checker;
    this.#files = new Set(files);
    this.#calls = new CallIndex(files, checker);
  }

  /** Whether an expression was looked at, alone or as part of another. */
  has(expression: ts.Expression): boolean {
    return this.#texts.has(expression);
  }

  /** Notes every text that the expression may stand for. */
  note(expression: ts.Expression): void {
    if (this.#noted.has(expression)) return;
    this.#noted.add(expression);
    const templates = this.#textsOf(expression).flatMap((text) => templateOf(text) ?? []);
    for (const template of templates) {
      if (this.found.has(template)) continue;
      const { fileName } = expression.getSourceFile();
      this.found.set(template, fileName.slice(fileName.search(/(server|client)[/]src[/]/)));
    }
  }

  #textsOf(expression: ts.Expression): readonly Text[] {
    const known = this.#texts.get(expression);
    if (known !== undefined) return known;
    // A call of itself, on the way, says nothing new.
    this.#texts.set(expression, [place]);
    const texts = this.#read(expression);
    const some = texts.length === 0 ? [place] : texts;
    this.#texts.set(expression, some);
    return some;
  }

  #read(node: ts.Expression): readonly Text[] {
    if (ts.isStringLiteralLike(node)) return [[node.text]];
    if (ts.isTemplateExpression(node)) return this.#readTemplate(node);
    if (ts.isConditionalExpression(node)) {
      return [...this.#textsOf(node.whenTrue), ...this.#textsOf(node.whenFalse)];
    }
    if (ts.isBinaryExpression(node)) return this.#readPair(node);
    if (ts.isIdentifier(node)) return this.#readName(node);
    if (ts.isPropertyAccessExpression(node)) return this.#readMember(node);
    if (ts.isElementAccessExpression(node)) return this.#readTable(node.expression);
    if (ts.isCallExpression(node)) return this.#readCall(node);
    const inner = innerOf(node);
    return inner === undefined ? [place] : this.#textsOf(inner);
  }

  #readTemplate({ head, templateSpans }: ts.TemplateExpression): readonly Text[] {
    let made: readonly Text[] = [[head.text]];
    for (const { expression, literal } of templateSpans) {
      made = textsBeside(made, this.#inPlace(expression)).map((text) => [...text, literal.text]);
    }
    return made;
  }

  #readPair({ left, right, operatorToken: { kind } }: ts.BinaryExpression): readonly Text[] {
    if (kind === ts.SyntaxKind.PlusToken) return textsBeside(this.#inPlace(left), this.#inPlace(right));
    const isChoice = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
    return isChoice ? [...this.#textsOf(left), ...this.#textsOf(right)] : [place];
  }

  /** A few fixed words become part of the text they stand in; whatever else is said there is a text of its own. */
  #inPlace(node: ts.Expression): readonly Text[] {
    const texts = this.#textsOf(node);
    const isFixed = texts.every((text) => text.every((part) => typeof part === 'string'));
    if (isFixed && texts.length <= 3) return texts;
    this.note(node);
    return [place];
  }

  #readName(node: ts.Identifier): readonly Text[] {
    const declaration = this.#declarationOf(node);
    if (declaration === undefined || !this.#isOurs(declaration)) return [place];
    if (ts.isParameter(declaration)) this.noteArguments(declaration);
    if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return [place];
    // What can be set again says more than what it began with.
    const isFixed = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
    const { initializer } = declaration;
    if (initializer !== undefined && !isFixed) this.note(initializer);
    return initializer === undefined || !isFixed ? [place] : this.#textsOf(initializer);
  }

  /** Notes what is handed in for a parameter. */
  noteArguments(parameter: ts.ParameterDeclaration): void {
    for (const argument of this.#calls.argumentsFor(parameter)) {
      this.note(argument);
    }
  }

  #readMember(node: ts.PropertyAccessExpression): readonly Text[] {
    const declaration = this.#checker.getSymbolAtLocation(node.name)?.valueDeclaration;
    const isOwn =
      declaration !== undefined && ts.isPropertyAssignment(declaration) && this.#isOurs(declaration);
    return isOwn ? this.#textsOf(declaration.initializer) : [place];
  }

  #readTable(table: ts.Expression): readonly Text[] {
    const object = this.#valueOf(table);
    if (object === undefined || !ts.isObjectLiteralExpression(object)) return [place];
    return object.properties.flatMap((one) =>
      ts.isPropertyAssignment(one) ? this.#textsOf(one.initializer) : [],
    );
  }

  #readCall(node: ts.CallExpression): readonly Text[] {
    const { expression: called } = node;
    if (ts.isPropertyAccessExpression(called) && called.name.text === 'join') {
      this.#noteElements(called.expression);
      return [place];
    }
    const declaration = this.#checker.getResolvedSignature(node)?.declaration;
    if (declaration === undefined || !this.#isOurs(declaration)) return [place];
    return returnedBy(declaration).flatMap((one) => this.#textsOf(one));
  }

  /** Texts of a list that are written one after the other. */
  #noteElements(list: ts.Expression): void {
    if (ts.isArrayLiteralExpression(list)) {
      for (const element of list.elements) this.#noteElement(element);
    } else if (ts.isConditionalExpression(list)) {
      this.#noteElements(list.whenTrue);
      this.#noteElements(list.whenFalse);
    } else if (ts.isCallExpression(list) && ts.isPropertyAccessExpression(list.expression)) {
      this.#noteMade(list, list.expression);
    } else {
      const value = innerOf(list) ?? this.#valueOf(list);
      if (value !== undefined) this.#noteElements(value);
    }
  }

  #noteElement(element: ts.Expression): void {
    if (ts.isSpreadElement(element)) this.#noteElements(element.expression);
    else this.note(element);
  }

  #noteMade(
    { arguments: [made] }: ts.CallExpression,
    { name, expression }: ts.PropertyAccessExpression,
  ): void {
    if (!/^(flatM|m)ap$/.test(name.text)) this.#noteElements(expression);
    else if (made !== undefined && ts.isArrowFunction(made))
      for (const one of returnedBy(made)) this.note(one);
  }

  #valueOf(node: ts.Expression): ts.Expression | undefined {
    const declaration = this.#declarationOf(node);
    let value =
      declaration !== undefined && ts.isVariableDeclaration(declaration)
        ? declaration.initializer
        : undefined;
    for (let inner = value; inner !== undefined; inner = innerOf(inner)) value = inner;
    return value;
  }

  #declarationOf(node: ts.Node): ts.Declaration | undefined {
    const symbol = this.#checker.getSymbolAtLocation(node);
    if (symbol === undefined) return undefined;
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return (isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol).valueDeclaration;
  }

  #isOurs(node: ts.Node): boolean {
    return this.#files.has(node.getSourceFile());
  }
}

/** What stands within brackets or a change of type. */
function innerOf(node: ts.Expression): ts.Expression | undefined {
  const isWrapped =
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAwaitExpression(node);
  return isWrapped ? node.expression : undefined;
}

/** Every expression that a function may return. */
export function returnedBy(owner: ts.Node): readonly ts.Expression[] {
  const { body } = owner as { readonly body?: ts.ConciseBody };
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    else ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}
