import * as z from 'zod'
import { type Endpoint, problem } from './contract.ts'

type Json = Record<string, unknown>

/** OpenAPI 3.1, written from the contracts themselves. */
export function openApi(endpoints: Endpoint[], options: { version: string; origin: string }): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tokui API',
      version: options.version,
      description:
        'Everything the screens do. Lists page by cursor: pass `next` as `cursor`. Writes take an `Idempotency-Key` header: ' +
        'the same key returns the same reply. Unknown fields are refused. Errors are application/problem+json with a `code`.',
    },
    servers: [{ url: options.origin }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key made under Settings' } },
      schemas: { Problem: schemaOf(problem, 'output') },
    },
  }
}

function operation(endpoint: Endpoint): Json {
  const write = endpoint.method !== 'GET'
  return {
    operationId: `${endpoint.method.toLowerCase()} ${endpoint.path.slice(5)}`.replace(/[^a-z0-9]+(.)/gi, (_, next) =>
      String(next).toUpperCase(),
    ),
    tags: [endpoint.path.split('/')[2]],
    summary: endpoint.summary,
    'x-permission': endpoint.access,
    ...(endpoint.access === 'open' ? { security: [] } : {}),
    parameters: [
      ...parametersOf(endpoint.params, 'path'),
      ...parametersOf(endpoint.query, 'query'),
      ...(write && !endpoint.raw
        ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 } }]
        : []),
    ],
    ...bodyOf(endpoint),
    responses: {
      200: replyOf(endpoint),
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function bodyOf(endpoint: Endpoint): Json {
  if (endpoint.raw === 'upload') {
    return { requestBody: { required: true, content: { 'application/octet-stream': {} } } }
  }
  const schema = schemaOf(endpoint.body, 'input')
  if (endpoint.method === 'GET' || Object.keys((schema.properties as Json) ?? {}).length === 0) return {}
  return { requestBody: { required: true, content: { 'application/json': { schema } } } }
}

function replyOf(endpoint: Endpoint): Json {
  if (endpoint.raw === 'download') return { description: 'The file', content: { 'application/octet-stream': {} } }
  return { description: 'Done', content: { 'application/json': { schema: schemaOf(endpoint.reply, 'output') } } }
}

function parametersOf(schema: z.ZodType, where: 'path' | 'query'): Json[] {
  const object = schemaOf(schema, 'input')
  const required = new Set((object.required as string[] | undefined) ?? [])
  return Object.entries((object.properties as Json) ?? {}).map(([name, value]) => ({
    name,
    in: where,
    required: where === 'path' || required.has(name),
    schema: value,
  }))
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Json
  return rest
}
