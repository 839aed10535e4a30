import { Document, visit } from 'yaml';

/** A document as YAML that reads back to the very same document: a text that a block could not hold stands in quotes. */
export function yamlText(value: object): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && unsure.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  // Quotes go over no line: the library loses the blanks of a line of nothing else.
  return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
}

/** Characters that are not written as they are, and lines of nothing but blanks, which the library writes otherwise. */
const unsure = /[^\P{C}\n\t]|^[\t ]+$/mu;
