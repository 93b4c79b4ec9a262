import type { Answer } from '#web/lib/api/answer.ts';

export type AutomationPage = Answer<'/api/automations'>;
export type AutomationSummary = AutomationPage['automations'][number];
export type Automation = Answer<'/api/automations/{automationId}'>;
export type RunPage = Answer<'/api/automations/{automationId}/runs'>;
export type Run = RunPage['runs'][number];
export type RunDetail = Answer<'/api/automations/{automationId}/runs/{runId}'>;
export type WhatIf = Answer<'/api/automations/{automationId}/what-if'>;
export type Trigger = Automation['trigger'];
export type Variable = Automation['variables'][number];
export type ChosenModel = Automation['models'][number];
