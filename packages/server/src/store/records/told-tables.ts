import type { AlertDocument, AlertDocumentKind } from '@pharos/core/alerts/documents';
import type { Standing } from '@pharos/core/alerts/standing';
import type { RunState } from '@pharos/core/api/reports';
import type { ChannelKind } from '@pharos/core/channels/config';
import type { Notice } from '@pharos/core/channels/notice';
import type { DeliveryState } from '@pharos/core/channels/outcome';
import type { Page } from '@pharos/core/escalation/page';
import type { Course } from '@pharos/core/incidents/flapping';
import type { FiredRule, IncidentEventKind } from '@pharos/core/incidents/incident';
import type { Language } from '@pharos/core/language';
import type { MadeReport } from '@pharos/core/reports/made';
import type { Report, ReportRequest } from '@pharos/core/reports/report';
import type { Generated, JSONColumnType } from 'kysely';
import type { z } from 'zod';

/** Rules and what fires, by which ways people are told of it, and reports. */
export interface ToldTables {
  /** By which ways somebody is told. */
  channels: {
    id: string;
    projectId: string;
    kind: ChannelKind;
    name: string;
    /** Null: as whoever tells something chooses. */
    language: Language | null;
    enabled: boolean;
    /** Without its secrets. */
    config: JSONColumnType<Record<string, z.core.util.JSONType>>;
    /** Its secrets; null when it has none. */
    sealed: string | null;
    /** Names of what is sealed. */
    secrets: string[];
    createdAt: Date;
    updatedAt: Date;
    updatedBy: string;
  };
  /** The outbox: what channels are to tell and have told, a row for each step and channel. */
  deliveries: {
    id: Generated<number>;
    projectId: string;
    channelId: string;
    /** Of the step; unique in its channel. */
    key: string;
    /** What is about one is told in order; '' is about none. */
    subject: string;
    notice: JSONColumnType<Notice>;
    state: DeliveryState;
    attempts: Generated<number>;
    /** Of these, those before somebody sent it again. */
    earlierAttempts: Generated<number>;
    /** How often nobody knew whether it had arrived. */
    maybeRepeated: Generated<number>;
    lastError: string | null;
    /** When it was first to be sent, or sent again by somebody. */
    since: Date;
    /** While it waits, when it is tried; while it is sent, when somebody else may. */
    dueAt: Date;
    createdAt: Date;
    endedAt: Date | null;
  };
  /** Rules, silences, inhibitions, policies and schedules: what a project says of its alerts. */
  alertDocuments: {
    id: string;
    projectId: string;
    kind: AlertDocumentKind;
    definition: JSONColumnType<AlertDocument>;
    createdAt: Date;
    updatedAt: Date;
    updatedBy: string;
  };
  /** How the groups of a rule stand. */
  alertStandings: {
    ruleId: string;
    /** By the keys of groups. */
    standings: JSONColumnType<Record<string, Standing>>;
    /** The moment that the last evaluation was of. */
    evaluatedAt: Date | null;
    dueAt: Date;
    /** Until then somebody evaluates it. */
    leasedUntil: Date | null;
    /** Why the last evaluation failed. */
    error: string | null;
    /** Groups that were forgotten to make room. */
    dropped: Generated<number>;
  };
  /** What fires, or did. One is open of a group of a rule. */
  incidents: {
    id: string;
    projectId: string;
    ruleId: string;
    groupKey: string;
    /** As the rule was when it fired. */
    rule: JSONColumnType<FiredRule>;
    labels: JSONColumnType<Record<string, string>>;
    course: JSONColumnType<Course>;
    value: number | null;
    limitValue: number | null;
    openedAt: Date;
    endedAt: Date | null;
    /** It is well, and over then unless it fires again. */
    endsAt: Date | null;
    acknowledgedAt: Date | null;
    acknowledgedBy: string | null;
    assignee: string | null;
    /** `silence:<id>` or `incident:<id>`. */
    mutedBy: string | null;
  };
  /** What happened to an incident. Ids rise. */
  incidentEvents: {
    id: Generated<number>;
    incidentId: string;
    at: Date;
    kind: IncidentEventKind;
    /** Null: nobody but time and rules. */
    actor: string | null;
    data: JSONColumnType<Record<string, unknown>>;
  };
  /** What was told of incidents that are told together. */
  alertPages: {
    id: string;
    projectId: string;
    policyId: string;
    groupKey: string;
    page: JSONColumnType<Page>;
  };
  /** When it is to be seen who has to be told what in a project. */
  alertLooks: { projectId: string; dueAt: Date; leasedUntil: Date | null };
  /** Reports that are kept, and when a schedule has them made next. */
  reports: {
    id: string;
    projectId: string;
    definition: JSONColumnType<Report>;
    dueAt: Date | null;
    createdAt: Date;
    updatedAt: Date;
    updatedBy: string;
  };
  /** Reports being made, and as they were made. */
  reportRuns: {
    id: string;
    projectId: string;
    /** Null: it was asked for without being kept, or its report is gone. */
    reportId: string | null;
    /** As it was asked for. */
    request: JSONColumnType<ReportRequest>;
    state: RunState;
    step: Generated<number>;
    steps: Generated<number>;
    /** How often it was begun. */
    attempts: Generated<number>;
    /** Whoever makes it says so until then; afterwards another may. */
    leasedUntil: Date | null;
    scheduledFor: Date | null;
    askedBy: string | null;
    createdAt: Date;
    finishedAt: Date | null;
    error: string | null;
    /** By how many channels it was sent. */
    sent: Generated<number>;
    /** What it is of. */
    beginsAt: Date | null;
    endsAt: Date | null;
    made: JSONColumnType<MadeReport> | null;
  };
}
