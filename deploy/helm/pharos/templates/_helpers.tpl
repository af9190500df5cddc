{{- define "pharos.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "pharos.fullname" -}}
{{- if .Values.fullnameOverride -}}{{ .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains (include "pharos.name" .) .Release.Name -}}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}{{ printf "%s-%s" .Release.Name (include "pharos.name" .) | trunc 40 | trimSuffix "-" }}{{- end -}}
{{- end -}}

{{- define "pharos.selector" -}}
app.kubernetes.io/name: {{ include "pharos.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "pharos.labels" -}}
{{ include "pharos.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "pharos.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}{{ default (include "pharos.fullname" .) .Values.serviceAccount.name }}
{{- else -}}{{ default "default" .Values.serviceAccount.name }}{{- end -}}
{{- end -}}

{{- define "pharos.secret" -}}
{{- default (printf "%s-settings" (include "pharos.fullname" .)) .Values.secret.existingSecret -}}
{{- end -}}

{{/* What must be there before anything is made: a deployment that cannot start is refused, with what is missing. */}}
{{- define "pharos.check" -}}
{{- if and (eq .Values.mode "roles") (not .Values.secret.existingSecret) -}}
{{- range list "PHAROS_CLICKHOUSE_URL" "PHAROS_DATABASE_URL" "PHAROS_REDIS_URL" "PHAROS_ENCRYPTION_KEY" -}}
{{- if not (get $.Values.secret.values .) -}}{{- fail (printf "Mode roles needs secret.existingSecret, or secret.values.%s." .) -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}{{- fail "ingress.enabled needs ingress.host." -}}{{- end -}}
{{- if and .Values.serviceMonitor.enabled (not .Values.serviceMonitor.keySecret.name) -}}{{- fail "serviceMonitor.enabled needs serviceMonitor.keySecret.name: /metrics asks for a key." -}}{{- end -}}
{{- end -}}

{{/* The pod of a role. Called with root, role and values of the role. */}}
{{- define "pharos.pod" -}}
metadata:
  labels:
    {{- include "pharos.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .role }}
  annotations:
    # Settings are read at the start: others begin a rollout.
    checksum/config: {{ include (print .root.Template.BasePath "/settings.yaml") .root | sha256sum }}
    {{- with .root.Values.podAnnotations }}{{ toYaml . | nindent 4 }}{{ end }}
spec:
  serviceAccountName: {{ include "pharos.serviceAccount" .root }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  # Waiting until nobody sends any more, then draining for up to ten seconds.
  terminationGracePeriodSeconds: {{ add .root.Values.drainSeconds 20 }}
  {{- with .root.Values.imagePullSecrets }}
  imagePullSecrets: {{ toYaml . | nindent 4 }}
  {{- end }}
  securityContext: {{ toYaml .root.Values.podSecurityContext | nindent 4 }}
  {{- with .values.nodeSelector }}
  nodeSelector: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- with .values.tolerations }}
  tolerations: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- with .values.affinity }}
  affinity: {{ toYaml . | nindent 4 }}
  {{- end }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "pharos.selector" .root | nindent 10 }}
          app.kubernetes.io/component: {{ .role }}
  containers:
    - name: pharos
      image: "{{ .root.Values.image.repository }}:{{ default .root.Chart.AppVersion .root.Values.image.tag }}"
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      securityContext: {{ toYaml .root.Values.securityContext | nindent 8 }}
      env:
        - { name: PHAROS_ROLE, value: {{ .role }} }
        - { name: UV_THREADPOOL_SIZE, value: "16" }
        - { name: PHAROS_HOST, value: "0.0.0.0" }
        - { name: PHAROS_DATA_DIR, value: /data }
      envFrom:
        - configMapRef: { name: {{ include "pharos.fullname" .root }}-settings }
        - secretRef: { name: {{ include "pharos.secret" .root }}, optional: {{ eq .root.Values.mode "all" }} }
      ports:
        - { name: http, containerPort: 7070 }
        - { name: grpc, containerPort: 4317 }
      startupProbe: { httpGet: { path: /healthz, port: http }, periodSeconds: 2, failureThreshold: 60 }
      livenessProbe: { httpGet: { path: /healthz, port: http }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }
      readinessProbe: { httpGet: { path: /readyz, port: http }, periodSeconds: 5, timeoutSeconds: 4, failureThreshold: 2 }
      {{- if .root.Values.drainSeconds }}
      lifecycle:
        preStop: { exec: { command: [sleep, {{ .root.Values.drainSeconds | quote }}] } }
      {{- end }}
      resources: {{ toYaml .values.resources | nindent 8 }}
      volumeMounts:
        - { name: data, mountPath: /data }
        - { name: tmp, mountPath: /tmp }
        {{- if and .root.Values.media.existingClaim (ne .role "all") }}
        - { name: media, mountPath: /data/media }
        {{- end }}
  volumes:
    - { name: tmp, emptyDir: {} }
    {{- if ne .role "all" }}
    {{- with .values.scratch }}
    {{- if .storageClass }}
    - name: data
      ephemeral:
        volumeClaimTemplate:
          spec:
            accessModes: [ReadWriteOnce]
            storageClassName: {{ .storageClass }}
            resources: { requests: { storage: {{ .size }} } }
    {{- else }}
    - { name: data, emptyDir: { sizeLimit: {{ .size }} } }
    {{- end }}
    {{- end }}
    {{- with .root.Values.media.existingClaim }}
    - { name: media, persistentVolumeClaim: { claimName: {{ . }} } }
    {{- end }}
    {{- end }}
{{- end -}}
