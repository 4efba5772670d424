"""Audits: what must come first, when and by whom, what was found, what became of it, and who pays.

preconditions  what an agreement asks for before its controller may audit
asking         the controller asks; steps; the supervisory authority is always admitted
planning       both parties confirm a day and an auditor
finding        findings, assessed jointly, carried out by a day
costing        who bears which costs
informing      requests for information, with an answer for few eyes
calendar       the operator's own audits, and evidence that becomes old
adequacy       that measures are adequate, shown by dated evidence
"""
