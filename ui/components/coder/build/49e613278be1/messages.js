// Every sentence of the desk passes through here. English texts are the keys; Python sends the other language's words.

let catalogue = {};

/** @param {Record<string, string>} texts English to the reader's language */
export function useCatalogue(texts) {
  catalogue = texts ?? {};
}

/** `message` in the reader's language, with its {fields} filled in. */
export function t(message, fields = {}) {
  return (catalogue[message] ?? message).replace(/\{(\w+)\}/g, (all, name) => (name in fields ? String(fields[name]) : all));
}

/** The right plural form; {count} is filled in with the number. */
export function tn(singular, plural, count, fields = {}) {
  return t(count === 1 ? singular : plural, { count, ...fields });
}
