"""Formats stage, the room of drills: one pack of paper with which somebody who never led a drill leads one."""
