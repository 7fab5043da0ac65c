/** The names that the first version of the platform used in its form. */
const names: Record<string, string> = {
  visitor_name: 'name',
  visitor_email: 'email',
  visitor_phone: 'phone',
};

/** The same body under today's names; where both are given, today's counts. */
export function withCurrentNames(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const entries = Object.entries(body);
  const renamed = entries.map(([field, value]) => [names[field] ?? field, value]);
  return { ...Object.fromEntries(renamed), ...body };
}
