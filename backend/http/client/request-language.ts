import type { FastifyRequest } from 'fastify';
import { acceptedLanguages, type Language, matchLanguage } from '../../../languages/languages.ts';
import { businessLanguage } from '../../domain/messages/translate.ts';
import type { Site } from '../../domain/site/site.ts';

/** The language that a request asks for: by name, else by its header; undefined when there is none of them. */
export function wantedLanguage(request: FastifyRequest, chosen?: string): Language | undefined {
  const accepted = acceptedLanguages(request.headers['accept-language']);
  return matchLanguage(chosen === undefined ? accepted : [chosen, ...accepted]);
}

/** The language of an answer: what the request asks for, else the business's. */
export function requestLanguage(request: FastifyRequest, site: Pick<Site, 'language'>): Language {
  return wantedLanguage(request) ?? businessLanguage(site);
}
