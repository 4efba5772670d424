"""Evidence, measures, certificates, alerts, continuity: what an auditor asks for."""
