/** Facts about the business for the pages on privacy, terms and data deletion. */
export type PolicyFacts = {
  businessName: string;
  /** Days after which callbacks are deleted. 0 keeps them until a visitor asks. */
  retentionDays: number;
  /** Email address for questions about personal data. */
  contact: string | undefined;
};

/** File names, beside the form's index.html. */
export const policyPages = ['privacy.html', 'terms.html', 'data-deletion.html'] as const;

/** Replaces `{{business}}`, `{{contact}}` and `{{retention}}`. Keeps other placeholders. */
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
  return `${time} after the last thing that happened with a request, it is deleted with all its data.`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
