/** What the pages about privacy, terms and deletion say of the business behind them. */
export type PolicyFacts = {
  businessName: string;
  /** After how many days requests are removed; 0: when somebody asks. */
  retentionDays: number;
  /** The email address that questions about personal data go to. */
  contact: string | undefined;
};

/** The pages, as they lie beside the form. */
export const policyPages = ['privacy.html', 'terms.html', 'data-deletion.html'] as const;

/** Puts the facts where a page names them: `{{business}}`, `{{contact}}` and `{{retention}}`. */
export function fillPolicyPage(html: string, facts: PolicyFacts): string {
  const parts: Record<string, string> = {
    business: escapeText(facts.businessName),
    contact: contactWords(facts),
    retention: retentionWords(facts.retentionDays),
  };
  return html.replace(
    /\{\{(\w+)\}\}/g,
    (named, part: string) => (Object.hasOwn(parts, part) ? parts[part] : undefined) ?? named,
  );
}

function contactWords({ contact, businessName }: PolicyFacts): string {
  if (contact === undefined) return `tell ${escapeText(businessName)} in the way you usually reach them`;
  return `write to <a href="mailto:${escapeText(encodeURI(contact))}">${escapeText(contact)}</a>`;
}

function retentionWords(days: number): string {
  if (days === 0) return 'We keep your requests until you ask us to delete them.';
  const time = days === 1 ? 'One day' : `${days} days`;
  return `${time} after the last thing that happened with a request, it is deleted with all that belongs to it.`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
